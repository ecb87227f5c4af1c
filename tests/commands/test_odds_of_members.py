"""A read price of a version's model stands beside a report on the version; a model that is out has none."""


async def test_a_read_price_of_a_member_stands_beside_a_reported_one_of_the_version(talk):
    reply = await talk("2026-11-30T12:00Z").say("odds gpt-6 as_of:2026-09-02")
    assert "54 %" in reply.title
    assert "MK-0018" in str(reply.brief)
    assert "82 %" in str(reply.brief)
    assert [one["market"] for one in reply.data["others"]] == ["MK-0018"]


async def test_a_search_says_that_a_model_is_out_instead_of_an_old_report(talk):
    reply = await talk("2026-11-30T12:00Z").say("odds search gpt")
    assert "out already" in reply.plain
    assert "73 %" not in reply.plain
    before = await talk("2026-11-30T12:00Z").say("odds search gpt-6 as_of:2026-08-20")
    assert "out already" not in before.plain


async def test_the_nearest_known_models_have_the_state_that_their_own_cards_tell(talk):
    here = talk("2026-11-30T12:00Z")
    near = await here.say("odds qwen 5")
    assert "Qwen4 (released)" in near.plain
    assert "Odds of Qwen4" not in [one.label for one in near.actions]


async def test_a_release_of_several_variants_is_listed_once(talk):
    reply = await talk("2026-11-30T12:00Z").say("model newest openai")
    listed = [one["subject"] for one in reply.data["out"]]
    assert "openai/gpt-image-2.6" not in listed
    assert {"openai/gpt-image-2.6-flare", "openai/gpt-image-2.6-sunburst"} <= set(listed)
