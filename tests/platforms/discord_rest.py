"""The loopback Discord's REST API, version 10: as much of it as a bot of this kind can meet."""

import time
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from tests.platforms import discord_bare
from tests.platforms.discord_answers import Refusal, as_json, asked_to_wait, spoilt
from tests.platforms.discord_faults import HAS_EFFECT, Fault
from tests.platforms.discord_files import LARGEST, body_of, faults_of_files, weight
from tests.platforms.discord_limits import Limited
from tests.platforms.discord_rules import faults_of_commands, faults_of_message
from tests.platforms.discord_state import State
from tests.platforms.discord_world import (
    ATTACH,
    BOT,
    DIRECT,
    EMBED,
    EPHEMERAL,
    EVERYBODY,
    FORUM,
    LOADING,
    READ_HISTORY,
    SEND,
    VIEW,
    Body,
    Call,
    Place,
    Posted,
    Question,
    guild_payload,
    member_payload,
    user_payload,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ANSWER_WITHIN: Final = 3.0  # seconds for the first answer to an interaction


class Rest:
    """The API over a state. `changed` is called after every call that had an effect."""

    def __init__(self, state: State, changed: Callable[[], None]) -> None:
        self.state = state
        self.changed = changed

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._around], client_max_size=2 * LARGEST)
        messages = "/channels/{channel}/messages"
        original = "/webhooks/{app}/{token}/messages/@original"
        app.add_routes(
            [
                web.get("/api/v10/users/@me", self._me),
                web.get("/api/v10/users/@me/guilds", self._guilds),
                web.get("/api/v10/applications/@me", self._application),
                web.get("/api/v10/oauth2/applications/@me", self._application),
                web.get("/api/v10/applications/{app}/commands", self._commands),
                web.put("/api/v10/applications/{app}/commands", self._put_commands),
                web.post("/api/v10/users/@me/channels", self._open_direct),
                web.get("/api/v10/guilds/{guild}", self._guild),
                web.get("/api/v10/guilds/{guild}/members/{user}", self._member),
                web.get("/api/v10/channels/{channel}", self._channel),
                web.get(f"/api/v10{messages}", self._history),
                web.post(f"/api/v10{messages}", self._post),
                web.get(f"/api/v10{messages}/{{message}}", self._message),
                web.patch(f"/api/v10{messages}/{{message}}", self._edit),
                web.post("/api/v10/interactions/{id}/{token}/callback", self._callback),
                web.get(f"/api/v10{original}", self._original),
                web.patch(f"/api/v10{original}", self._edit_original),
                web.delete(f"/api/v10{original}", self._delete_original),
                web.post("/api/v10/webhooks/{app}/{token}", self._follow_up),
            ]
        )
        return app

    # ------------------------------------------------------------------ around every call

    @web.middleware
    async def _around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        body = await body_of(request) if request.can_read_body else None
        response: web.StreamResponse | None = None
        try:
            response = await self._answer(request, handler)
            if self.state.bare:
                response = discord_bare.answer(request, response)
        except Refusal as refusal:
            response = refusal.response()
        finally:
            path = request.path.removeprefix("/api/v10")
            status = response.status if response is not None else None
            self.state.limits.note(status, response.headers if response is not None else {})
            self.state.calls.append(Call(time.monotonic(), request.method, path, body, status))
            self.changed()
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self._fault(request)
        if fault is not None and fault.kind not in HAS_EFFECT:
            return await spoilt(request, fault)
        self._check_token(request)
        taken = self._count(request)
        if isinstance(taken, Limited):
            return asked_to_wait(taken)
        response = await handler(request)
        if fault is not None:
            self.changed()
            return await spoilt(request, fault)
        response.headers.update(taken)
        return response

    def _fault(self, request: web.Request) -> Fault | None:
        for fault in self.state.faults:
            if fault.strikes(request.method, request.path):
                fault.times -= 1
                return fault
        return None

    def _check_token(self, request: web.Request) -> None:
        if _answers_somebody(request):
            return
        if request.headers.get("Authorization") != f"Bot {self.state.token}":
            raise Refusal(401, 0, "401: Unauthorized")

    def _count(self, request: web.Request) -> Limited | dict[str, str]:
        resource = request.match_info.route.resource
        route = f"{request.method}:{resource.canonical if resource else ''}"
        channel = request.match_info.get("channel")
        return self.state.limits.take(route, channel, interaction=_answers_somebody(request))

    # ------------------------------------------------------------------ the bot and its commands

    async def _me(self, _: web.Request) -> web.Response:
        return as_json(user_payload(BOT))

    async def _application(self, _: web.Request) -> web.Response:
        about = {"id": BOT, "name": "Outlay", "icon": None, "description": "", "flags": 0, "verify_key": "00"}
        about |= {"bot_public": False, "bot_require_code_grant": False, "summary": "", "team": None}
        return as_json(about | {"owner": user_payload("1")})

    async def _commands(self, _: web.Request) -> web.Response:
        return as_json(self.state.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        commands: list[Body] = await request.json()
        if faults := faults_of_commands(commands):
            raise Refusal(400, 50035, "Invalid Form Body", faults=faults)
        self.state.commands = [_stored(command, self.state.new_id()) for command in commands]
        return as_json(self.state.commands)

    # ------------------------------------------------------------------ channels and messages

    async def _open_direct(self, request: web.Request) -> web.Response:
        user = str((await request.json())["recipient_id"])
        return as_json(self.state.direct(user).payload())

    async def _guilds(self, _: web.Request) -> web.Response:
        guilds = sorted({place.guild for place in self.state.places.values() if place.guild is not None})
        return as_json([{"id": guild, "name": f"Server {guild}", "permissions": "0"} for guild in guilds])

    async def _guild(self, request: web.Request) -> web.Response:
        guild = request.match_info["guild"]
        places = [place for place in self.state.places.values() if place.guild == guild]
        if not places:
            raise Refusal(404, 10004, "Unknown Guild")
        return as_json(guild_payload(guild, places))

    async def _member(self, request: web.Request) -> web.Response:
        return as_json(member_payload(request.match_info["user"], EVERYBODY))

    async def _channel(self, request: web.Request) -> web.Response:
        return as_json(self._place(request).payload())

    async def _history(self, request: web.Request) -> web.Response:
        place = self._place(request)
        if place.kind != DIRECT and not place.rights & READ_HISTORY:
            return as_json([])
        limit = int(request.query.get("limit", "50"))
        found = self.state.in_channel(place.id)
        if after := request.query.get("after"):
            found = [one for one in found if int(one.id) > int(after)][:limit]
        else:
            before = int(request.query.get("before", str(1 << 63)))
            found = [one for one in found if int(one.id) < before][-limit:]
        return as_json([one.payload() for one in reversed(found)])

    async def _post(self, request: web.Request) -> web.Response:
        place = self._place(request)
        body = await body_of(request)
        if place.kind == FORUM:
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        if place.with_user in self.state.closed_to:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        self._check_rights(place, body)
        _check_form(body)
        if reference := body.get("message_reference"):
            self._check_reference(place, reference)
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and (known := self.state.with_nonce(place.id, nonce)):
            return as_json(known.payload())
        return as_json(self.state.add(place, body).payload())

    async def _message(self, request: web.Request) -> web.Response:
        return as_json(self._posted(request).payload())

    async def _edit(self, request: web.Request) -> web.Response:
        posted = self._posted(request)
        if posted.author != BOT:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        _change(posted, await body_of(request))
        return as_json(posted.payload())

    def _place(self, request: web.Request) -> Place:
        place = self.state.place(request.match_info["channel"])
        if place is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if place.kind != DIRECT and not place.rights & VIEW:
            raise Refusal(403, 50001, "Missing Access")
        return place

    def _posted(self, request: web.Request) -> Posted:
        posted = self.state.message(self._place(request).id, request.match_info["message"])
        if posted is None:
            raise Refusal(404, 10008, "Unknown Message")
        return posted

    def _check_rights(self, place: Place, body: Body) -> None:
        needed = SEND | (EMBED if body.get("embeds") else 0) | (ATTACH if weight(body) else 0)
        if place.kind != DIRECT and place.rights & needed != needed:
            raise Refusal(403, 50013, "Missing Permissions")

    def _check_reference(self, place: Place, reference: Body) -> None:
        stands = self.state.message(place.id, str(reference.get("message_id")))
        if stands is None and reference.get("fail_if_not_exists", True):
            faults = {"message_reference": "Unknown message"}
            raise Refusal(400, 50035, "Invalid Form Body", faults=faults)

    # ------------------------------------------------------------------ interactions

    async def _callback(self, request: web.Request) -> web.Response:
        question = self.state.questions.get(request.match_info["token"])
        if question is None or question.id != request.match_info["id"]:
            raise Refusal(404, 10062, "Unknown interaction")
        if question.acked is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - question.sent > ANSWER_WITHIN:
            raise Refusal(404, 10062, "Unknown interaction")
        answer = await body_of(request)
        data, kind = answer.get("data") or {}, answer["type"]
        if kind in (4, 7):
            _check_form(data)
        if kind == 8 and len(data.get("choices", [])) > 25:
            raise Refusal(
                400, 50035, "Invalid Form Body", faults={"choices": "Must be 25 or fewer in length."}
            )
        question.acked = time.monotonic()
        if kind == 4:
            self.state.respond(question, data)
        elif kind == 5:
            self.state.respond(question, data, loading=True)
        elif kind == 8:
            question.choices = data["choices"]
        question.done = kind in (4, 6, 8)
        return as_json(_callback_payload(question, kind))

    async def _original(self, request: web.Request) -> web.Response:
        return as_json(self._response(request).payload())

    async def _edit_original(self, request: web.Request) -> web.Response:
        response, body = self._response(request), await body_of(request)
        place = self.state.places[response.channel]
        if weight(body) and place.kind != DIRECT and not place.rights & ATTACH:
            raise Refusal(403, 50013, "Missing Permissions")
        _change(response, body)
        response.body["flags"] = response.body.get("flags", 0) & ~LOADING
        self._question(request).done = True
        return as_json(response.payload())

    async def _delete_original(self, request: web.Request) -> web.Response:
        self._response(request).deleted = True
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        question = self._question(request)
        if question.acked is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        body = await body_of(request)
        _check_form(body)
        flags = body.get("flags", 0) & EPHEMERAL
        posted = self.state.add(self.state.places[question.channel], body | {"flags": flags})
        question.follow_ups.append(posted)
        return as_json(posted.payload())

    def _question(self, request: web.Request) -> Question:
        question = self.state.questions.get(request.match_info["token"])
        if question is None or request.match_info["app"] != BOT:
            raise Refusal(404, 10015, "Unknown Webhook")
        return question

    def _response(self, request: web.Request) -> Posted:
        response = self._question(request).response
        if response is None or response.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        return response


def _answers_somebody(request: web.Request) -> bool:
    """Interactions are answered with a token of their own, and outside the limits."""
    return request.path.startswith(("/api/v10/interactions/", "/api/v10/webhooks/"))


def _check_form(body: Body) -> None:
    if weight(body) > LARGEST:
        raise Refusal(413, 40005, "Request entity too large")
    if faults := faults_of_message(body) | faults_of_files(body):
        raise Refusal(400, 50035, "Invalid Form Body", faults=faults)


def _change(posted: Posted, body: Body) -> None:
    changed = posted.body | {"allowed_mentions": None} | body  # nothing said: every mention counts
    _check_form(changed)
    posted.body = changed
    posted.edits += 1


def _stored(command: Body, number: str) -> Body:
    """Return a command as Discord gives it back: with ids and a version, defaults filled in or left out."""
    options = [
        {key: one[key] for key in one if one[key] not in (None, [], False)} for one in command["options"]
    ]
    rights = command.get("default_member_permissions")
    return {
        "id": number,
        "application_id": BOT,
        "version": number,
        "type": command.get("type", 1),
        "name": command["name"],
        "name_localizations": None,
        "description": command["description"],
        "description_localizations": None,
        "options": options,
        "default_member_permissions": None if rights is None else str(rights),
        "dm_permission": True,
        "nsfw": False,
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types", [0]),
    }


def _callback_payload(question: Question, kind: int) -> Body:
    response = question.response
    about = {
        "id": question.id,
        "type": question.kind,
        "response_message_id": response.id if response else None,
    }
    if response is None:
        return {"interaction": about}
    return {"interaction": about, "resource": {"type": kind, "message": response.payload()}}
