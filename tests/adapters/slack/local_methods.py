"""Methods of Slack's Web API as documented: what each takes, refuses and answers.

https://docs.slack.dev/reference/methods
"""
# ruff: noqa: N802 - a method of the Web API is answered by the function of its name

from datetime import timedelta

from tests.adapters.slack.shown import texts


class Refusal(Exception):
    """An answer with ``ok: false``, or with another status."""

    def __init__(self, error, status=200, headers=None):
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers or {}


class SlackMethods:
    """The methods of a workspace, over the state of `tests.adapters.slack.local.LocalSlack`."""

    def _channel(self, team, args):
        name = args.get("channel", "")
        if name.startswith("U"):
            return f"D{name[1:]}"
        channel = self.channels.get((team, name))
        if channel is None:
            raise Refusal("channel_not_found")
        if channel["archived"]:
            raise Refusal("is_archived")
        if not channel["member"] and not (channel["public"] and "chat:write.public" in self.scopes[team]):
            raise Refusal("not_in_channel")
        return name

    def _content(self, team, args):
        if not (args.get("text") or "").strip() and not args.get("blocks"):
            raise Refusal("no_text")
        blocks = args.get("blocks") or []
        if sum(map(len, texts(blocks))) > 13_100:
            raise Refusal("msg_blocks_too_long")
        for block in blocks:
            if block["type"] == "image":
                file = self.files.get((team, block["slack_file"]["id"]))
                if file is None or file["looks"] > 0:
                    raise Refusal("invalid_blocks")
        return {key: args[key] for key in ("text", "blocks", "thread_ts") if key in args}

    def _stamp(self):
        return f"{int(self.clock.now().timestamp())}.{next(self.number):06d}"

    def _chat_postMessage(self, team, args):
        channel, content = self._channel(team, args), self._content(team, args)
        now = self.clock.now().timestamp()
        if self.pace and now - self.last_post.get(channel, -9e9) < 1:
            raise Refusal("ratelimited", 429, {"Retry-After": "1"})
        if self.pace:  # so many a minute in the workspace, and up to five at once
            self.credit = min(5, self.credit + (now - self.credited) * self.pace / 60)
            self.credited = now
            if self.credit < 1:
                raise Refusal("ratelimited", 429, {"Retry-After": "1"})
            self.credit -= 1
        self.last_post[channel] = now
        message = {"team": team, "channel": channel, "ts": self._stamp(), **content}
        self.messages.append(message)
        return {"ts": message["ts"], "channel": channel}

    def _chat_postEphemeral(self, team, args):
        channel, content = self._channel(team, args), self._content(team, args)
        if not content.get("thread_ts") or content["thread_ts"] in self.threads:  # elsewhere it is taken and not shown
            self.ephemerals.append({"team": team, "channel": channel, "user": args["user"], **content})
        return {"message_ts": self._stamp()}

    def _chat_unfurl(self, team, args):
        if not (args.get("unfurl_id") and args.get("source")) and not (args.get("channel") and args.get("ts")):
            raise Refusal("missing_channel")
        self.unfurls.append({"team": team, **args})
        return {}

    def _assistant_threads_setSuggestedPrompts(self, team, args):
        self.prompts.append({"team": team, **args})
        return {}

    def _chat_update(self, team, args):
        content = self._content(team, args)
        for message in self.messages:
            if (message["team"], message["channel"], message["ts"]) == (team, args["channel"], args["ts"]):
                message.update(content)
                return {"ts": args["ts"], "channel": args["channel"]}
        raise Refusal("message_not_found")

    def trigger(self):
        name = f"{next(self.number)}.trigger"
        self.triggers[name] = self.clock.now() + timedelta(seconds=3)
        return name

    def _use_trigger(self, args):
        until = self.triggers.pop(args.get("trigger_id"), None)
        if until is None:
            raise Refusal("exchanged_trigger_id")
        if until < self.clock.now():
            raise Refusal("expired_trigger_id")

    def _keep_view(self, view, name=None):
        name = name or f"V{next(self.number)}"
        self.views[name] = {**view, "id": name, "hash": f"{next(self.number)}.hash"}
        return {"view": self.views[name]}

    def _views_open(self, _team, args):
        self._use_trigger(args)
        return self._keep_view(args["view"])

    _views_push = _views_open

    def _views_update(self, _team, args):
        if args["view_id"] not in self.views:
            raise Refusal("not_found")
        if args.get("hash") and args["hash"] != self.views[args["view_id"]]["hash"]:
            raise Refusal("hash_conflict")
        return self._keep_view(args["view"], args["view_id"])

    def _views_publish(self, team, args):
        self.homes[team, args["user_id"]] = args["view"]
        return {"view": args["view"]}

    def _files_getUploadURLExternal(self, team, args):
        if "files:write" not in self.scopes[team]:
            raise Refusal("missing_scope")
        name = f"F{next(self.number)}"
        self.files[team, name] = {
            "length": int(args["length"]),
            "looks": self.slow_files,
            "done": False,
            "content": b"",
        }
        return {"file_id": name, "upload_url": self.url(f"/upload/{team}-{name}")}

    def _files_completeUploadExternal(self, team, args):
        for entry in args["files"]:
            file = self.files[team, entry["id"]]
            if len(file["content"]) != file["length"]:
                raise Refusal("file_update_failed")
            file["done"] = True
        return {"files": args["files"]}

    def _files_info(self, team, args):
        if "files:read" not in self.scopes[team]:
            raise Refusal("missing_scope")
        file = self.files[team, args["file"]]
        file["looks"] -= 1
        ready = file["looks"] < 0
        return {"file": {"id": args["file"], **({"mimetype": "image/png", "original_w": 800} if ready else {})}}

    def _access(self, args):
        if args.get("grant_type") == "refresh_token":
            team = self.refresh.pop(args["refresh_token"], None)
        else:
            team = self.codes.pop(args.get("code"), None)
        if team is None:
            raise Refusal("invalid_refresh_token" if "refresh_token" in args else "invalid_code")
        number = next(self.number)
        token, again = f"xoxe.xoxb-{team}-{number}", f"xoxe-{team}-{number}"
        self.tokens[token], self.refresh[again] = team, team
        self.scopes.setdefault(team, self.scopes["T1"])
        return {
            "access_token": token, "token_type": "bot", "scope": self.scopes[team], "bot_user_id": "UBOT",
            "app_id": "A1", "team": {"id": team, "name": f"Team {team}"}, "enterprise": None,
            "authed_user": {"id": "UADMIN"},
            "refresh_token": again, "expires_in": 43_200, "is_enterprise_install": False,
        }  # fmt: skip
