"""What the settings of a folder may say before anything is sent or fetched.

Git lets a repository's own settings start programs and lead elsewhere, and gets new
ones that do. So what is known to be harmless is named here; all else is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import GitError
from rectify.storage.git.program import GitFailed
from rectify.storage.git.setup import ours
from rectify.storage.process import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.storage.git.repository import Repository

_CORE = (
    "repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|symlinks"
    "|precomposeunicode|quotepath|autocrlf|eol|safecrlf|longpaths|protectntfs"
    "|protecthfs|compression|loosecompression|abbrev|sharedrepository|whitespace"
    "|bigfilethreshold|commentchar|trustctime|checkstat|untrackedcache|splitindex"
    "|commitgraph|multipackindex|hidedotfiles|fscache|preloadindex|excludesfile"
    "|packedgitwindowsize|packedgitlimit|deltabasecachelimit|fsync|fsyncmethod"
)
_PLAIN = re.compile(
    rf"core\.(?:{_CORE})"
    r"|(?:user|author|committer)\.(?:name|email|useconfigonly)"
    r"|extensions\.(?:worktreeconfig|objectformat|compatobjectformat|refstorage"
    r"|preciousobjects|relativeworktrees|noop)"
    r"|remote\..*\.(?:fetch|tagopt|prune|prunetags|skipdefaultupdate|skipfetchall)"
    r"|branch\..*|init\.defaultbranch|safe\.directory"
    r"|pull\.(?:rebase|ff)|rebase\.(?:autostash|autosquash|stat|updaterefs)"
    r"|push\.(?:default|followtags|autosetupremote)"
    r"|fetch\.(?:prune|prunetags|parallel|showforcedupdates|writecommitgraph)"
    r"|merge\.(?:conflictstyle|ff|log|stat|renames|renamelimit|verbosity|autostash)"
    r"|merge\..*\.name|diff\..*\.(?:cachetextconv|xfuncname|wordregex|binary)"
    r"|diff\.(?:algorithm|renames|renamelimit|mnemonicprefix|noprefix|context"
    r"|colormoved|wserrorhighlight|indentheuristic|statgraphwidth)"
    r"|receive\.(?:deny.*|fsckobjects)|transfer\.(?:fsckobjects|unpacklimit)"
    r"|gc\.(?:auto|autodetach|autopacklimit|reflogexpire|reflogexpireunreachable"
    r"|pruneexpire|logexpiry|packrefs)"
    r"|maintenance\.(?:auto|strategy)|feature\.(?:manyfiles|experimental)"
    r"|pack\.(?:threads|windowmemory|window|depth|compression)|index\.(?:version|threads)"
    r"|http\.(?:postbuffer|version|lowspeedlimit|lowspeedtime|maxrequests)"
    r"|credential\.(?:.*\.)?(?:username|usehttppath)"
    r"|(?:color|column|advice|gui|i18n|tgit|tortoisegit|rerere)\..*"
    r"|log\.(?:date|decorate|follow|abbrevcommit|showroot)"
    r"|status\.(?:short|branch|showuntrackedfiles|renames|aheadbehind)|tag\.sort"
)
_WHERE = re.compile(r"remote\..*\.(?:url|pushurl)|branch\..*\.(?:remote|pushremote)")
_TRANSPORT = re.compile(r"-|[\w+.-]*::")
_NO_FILE = "unable to read config file"
_FEW = 5
_WIDE = 60


class Setting(NamedTuple):
    """One line of the settings, and the file that it stands in."""

    key: str
    value: str
    file: str


class UnknownSettings(GitError):  # noqa: N818  # named for what it is
    """The folder's own settings could start a program, or lead elsewhere."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        named = [f"  {key} = {_short(value)}" for key, value, _ in settings[:_FEW]]
        more = f"\n  等，共{len(settings)}项" if len(settings) > _FEW else ""
        key, _, file = settings[0]
        super().__init__(
            "没有同步：这个文件夹的 git 设置里有会启动别的程序或改道的内容：\n"
            + "\n".join(named)
            + more
            + f"\n不是自己设的，请逐项去掉：git config --file {quoted(file)} "
            f"--unset-all {quoted(key)}；确实要用的，改设在本人的设置里"
            "（git config --global）"
        )


class OldSettings(GitError):  # noqa: N818  # named for what it is
    """The settings are our own names with other values than ours."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        named = "、".join(each.key for each in settings)
        super().__init__(
            f"没有同步：{named} 不是本程序现在的设置（程序换过位置，或被人改过）；"
            "请运行 rectify doctor --fix 重新设好"
        )


def refuse_programs(repo: Repository) -> None:
    """Let nothing be fetched or sent by settings that are not known to be harmless.

    Raises:
        UnknownSettings: a setting could start a program.
        OldSettings: those of this program are not as they must be.
    """
    found = [each for each in _settings(repo) if not _harmless(each)]
    if strange := _strange(found):
        raise UnknownSettings(strange)
    if found:
        raise OldSettings(found)


def strange_settings(repo: Repository) -> list[Setting]:
    """Find what could start a program or lead elsewhere, under names not ours.

    Our own names may hold the program of another machine.
    """
    return _strange(each for each in _settings(repo) if not _harmless(each))


def _strange(settings: Iterable[Setting]) -> list[Setting]:
    return [each for each in settings if each.key not in ours()]


def strange_address(words: str) -> bool:
    """Tell whether git would take an address for an option, or start a program."""
    blank = not words.strip() or not words.isprintable()
    return blank or _TRANSPORT.match(words) is not None


def _harmless(setting: Setting) -> bool:
    key, value, _ = setting
    if _WHERE.fullmatch(key):
        return not strange_address(value)
    return _PLAIN.fullmatch(key) is not None or ours().get(key) == value


def _settings(repo: Repository) -> Iterator[Setting]:
    """Read the folder's own settings, with the files that they include."""
    shared = list(_listed(repo, "--local"))
    yield from shared
    apart = [each for each in shared if each.key == "extensions.worktreeconfig"]
    if any(each.value.lower() not in {"false", "no", "off", "0"} for each in apart):
        yield from _listed(repo, "--worktree")


def _listed(repo: Repository, scope: str) -> Iterator[Setting]:
    words = ("config", scope, "--includes", "--list", "--show-origin", "-z")
    try:
        said = repo.run(*words)
    except GitFailed as failed:
        if _NO_FILE in failed.words:
            return
        raise
    pieces = said.decode("utf-8", "surrogateescape").split("\0")
    for origin, pair in zip(pieces[::2], pieces[1::2], strict=False):
        key, _, value = pair.partition("\n")
        yield Setting(key, value, str(repo.top / origin.removeprefix("file:")))


def _short(value: str) -> str:
    plain = "".join(sign if sign.isprintable() else "?" for sign in value)
    return plain if len(plain) <= _WIDE else f"{plain[:_WIDE]}…"
