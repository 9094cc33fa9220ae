"""Upload: the form of a request, its file put on disk under a name of ours, everything counted as it comes."""

import asyncio
import errno
import shutil
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from aiohttp import BodyPartReader, ClientConnectionError, web
from aiohttp.http_exceptions import HttpProcessingError

from meetapp.service.limits import MIB, Limits
from meetapp.service.refusal import RefusalError

FILE_NAME = "The uploaded file"
"""What a client calls its file is nobody's business; this one reads well where the decoder names the file."""

T = TypeVar("T")

CHUNK_BYTES = 1 << 18
RESERVE_BYTES = 256 * MIB
"""What an upload leaves free on the disk."""


@dataclass
class Upload:
    """What came: the file, and the other fields in their order."""

    file: Path
    fields: list[tuple[str, str]] = field(default_factory=list)


async def receive(request: web.Request, folder: Path, limits: Limits) -> Upload:
    """The form in `request`, its file in `folder`.

    Raises:
        RefusalError: it is no form, has no file, is too large or too slow, or there is no room for it.
    """
    if request.content_type != "multipart/form-data":
        raise RefusalError(
            400, "Send the recording as multipart/form-data, with the file in the field file.", param="file"
        )
    length = request.content_length or 0
    if length > limits.upload_bytes + limits.num_fields * limits.field_bytes:
        raise _too_large(limits)
    _need_room(folder, length)
    try:
        return await _parts(request, Upload(folder / FILE_NAME), limits)
    except TimeoutError as err:
        raise RefusalError(408, f"Nothing of the request came for {limits.stall_s:.0f} seconds.") from err
    except (ValueError, AssertionError, LookupError, RuntimeError, HttpProcessingError) as err:
        raise RefusalError(400, "The request is no well-formed multipart/form-data.") from err
    except ClientConnectionError as err:
        raise RefusalError(400, "The connection ended within the request.") from err
    except OSError as err:
        full = err.errno in (errno.ENOSPC, errno.EDQUOT)
        raise RefusalError(507 if full else 500, f"The upload cannot be written: {err.strerror}.") from err


async def _parts(request: web.Request, upload: Upload, limits: Limits) -> Upload:
    form = await request.multipart()
    while (part := await _in_time(form.next(), limits)) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a part that is no field")
        if part.name == "file":
            await _save(part, upload.file, limits)
        elif len(upload.fields) >= limits.num_fields:
            raise RefusalError(400, f"A request has at most {limits.num_fields} fields.")
        else:
            upload.fields.append((part.name, await _value(part, limits)))
    if not upload.file.exists():
        raise RefusalError(400, "The field file, with the recording, is missing.", param="file", code="missing_file")
    return upload


async def _save(part: BodyPartReader, path: Path, limits: Limits) -> None:
    written = 0
    try:
        with path.open("xb") as file:
            while chunk := await _in_time(part.read_chunk(CHUNK_BYTES), limits):
                written += len(chunk)
                if written > limits.upload_bytes:
                    raise _too_large(limits)
                _need_room(path.parent, len(chunk))  # others may be filling the disk too
                file.write(chunk)
    except FileExistsError as err:
        raise RefusalError(400, "Send one file a request.", param="file") from err


async def _value(part: BodyPartReader, limits: Limits) -> str:
    value = bytearray()
    while chunk := await _in_time(part.read_chunk(), limits):
        value += chunk
        if len(value) > limits.field_bytes:
            raise RefusalError(413, f"The field {part.name!r} is too long.", param=part.name)
    return value.decode("utf-8", "replace")


async def _in_time(coming: Awaitable[T], limits: Limits) -> T:
    async with asyncio.timeout(limits.stall_s):
        return await coming


def _need_room(folder: Path, num_bytes: int) -> None:
    if shutil.disk_usage(folder).free < num_bytes + RESERVE_BYTES:
        raise RefusalError(507, "There is no room on the disk for this recording: free some space and try again.")


def _too_large(limits: Limits) -> RefusalError:
    most = limits.upload_bytes // MIB
    return RefusalError(413, f"The recording is too large: it may have {most} MB.", param="file", code="file_too_large")
