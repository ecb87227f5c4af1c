"""JSON Schema of our dataclasses, as `reply_json.jsonable` writes them.

Dialect 2020-12, which OpenAPI 3.1 uses: https://spec.openapis.org/oas/v3.1.1#schema-object.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.pages.page import FRAME, Page

Schema = dict[str, Any]
LEFT_OUT = frozenset({*FRAME, "as_of", "sources"})  # of a page: what is only drawn, and what the envelope says
QUOTED = frozenset({"quote", "rules_text", "question"})  # other people's text, verbatim
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
    object: {},
}


def schema_of(kind: Any, components: dict[str, Schema]) -> Schema:
    """Return the schema of a type; dataclasses are added to ``components`` by name.

    Raises:
        TypeError: a type without a JSON form.
    """
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(one, components) for one in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple and inner[-1:] != (...,):
        items = [schema_of(one, components) for one in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(inner[1], components)}
    if origin is not None and issubclass(origin, Sequence | AbstractSet):
        return {"type": "array", "items": schema_of(inner[0], components)}
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    if dataclasses.is_dataclass(kind):
        return _reference(kind, components)
    raise TypeError(f"no schema for {kind}")


def _reference(kind: Any, components: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in components:
        components[name] = {}  # before its fields: a tree refers to itself
        hints = get_type_hints(kind)
        left_out = LEFT_OUT if issubclass(kind, Page) else frozenset()
        fields = [one.name for one in dataclasses.fields(kind) if one.name not in left_out]
        components[name] = {
            "type": "object",
            "description": inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
            "properties": {one: _field(one, hints[one], components) for one in fields},
            "required": fields,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _field(name: str, kind: Any, components: dict[str, Schema]) -> Schema:
    made = schema_of(kind, components)
    return {**made, "description": "Somebody else's text, word for word."} if name in QUOTED else made
