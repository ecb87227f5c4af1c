"""The time grammar: the single parser for dates, periods, moments and durations.

- `find_times`: the times in a sentence, each with its role (by, before, since, …), its days and its precision.
- `parse_time`: a whole option text as one time, or a typed refusal with three examples.
- `find_durations`: lengths of time that are not counted from now ("58 days", "a week after the launch").
- `find_vague_times`: promises without a date ("soon", "in the coming weeks").
- `tense_of`: whether a clause is about the past or the future, by its form.

Rules for ambiguous input:

- A numeric date with slashes is month/day ("5/1" is 1 May), unless the first number cannot be a month; with dots it is
  day.month. If both orders are possible, the result carries a note.
- A missing year is supplied and marked as such: the past tense takes the latest such day, the future tense the next one
  (up to 14 days ago still counts), no tense the nearest one.
- "Early", "mid" and "late" in a month are days 1–10, 11–20 and 21 to its end; in a longer period its thirds (in a year
  its first three, middle four and last three months).
- "Next Friday" is the Friday of the next week, weeks starting on Monday; "last Friday" the latest one before today.
- A time that covers several days is a deadline on its last day; "before D" ends on the day before D begins.
"""

from bot.domain.time.calendar import (
    NEW_YORK,
    DaySpan,
    NoSuchDayError,
    Prefer,
    add_months,
    day_of,
    end_of_day,
    format_day,
    format_moment,
    format_time,
    over_everywhere,
    shift,
)
from bot.domain.time.mentions import Granularity, TimeMention, TimeRole, find_times, may_name_a_time
from bot.domain.time.phrases.durations import Duration, find_durations
from bot.domain.time.phrases.vague import VagueTime, find_vague_times
from bot.domain.time.reading import TimeForm, TimeReading, UnreadTimeError, examples, parse_time
from bot.domain.time.tense import Tense, tense_of

__all__ = [
    "NEW_YORK",
    "DaySpan",
    "Duration",
    "Granularity",
    "NoSuchDayError",
    "Prefer",
    "Tense",
    "TimeForm",
    "TimeMention",
    "TimeReading",
    "TimeRole",
    "UnreadTimeError",
    "VagueTime",
    "add_months",
    "day_of",
    "end_of_day",
    "examples",
    "find_durations",
    "find_times",
    "find_vague_times",
    "format_day",
    "format_moment",
    "format_time",
    "may_name_a_time",
    "over_everywhere",
    "parse_time",
    "shift",
    "tense_of",
]
