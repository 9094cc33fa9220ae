"""Refusal: a request that is not served, told as OpenAI's clients read it: a status, and a sentence in a JSON body."""

import json

INVALID = "invalid_request_error"
_KINDS = {429: "rate_limit_error"}


class RefusalError(Exception):
    """Why a request is refused.

    Args:
        status: of HTTP, 400 to 599.
        message: one sentence for the user.
        param: the form field at fault.
        code: a word that programs may look for.
        retry_s: when it makes sense to try again.
    """

    def __init__(
        self, status: int, message: str, *, param: str | None = None, code: str | None = None, retry_s: int = 0
    ) -> None:
        super().__init__(message)
        self.status, self.param, self.code, self.retry_s = status, param, code, retry_s

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_s)} if self.retry_s else {}

    def body(self) -> str:
        """The JSON of the answer, or of an event where the answer has begun already."""
        kind = _KINDS.get(self.status, INVALID if self.status < 500 else "server_error")
        error = {"message": str(self), "type": kind, "param": self.param, "code": self.code}
        return json.dumps({"error": error}, ensure_ascii=False)
