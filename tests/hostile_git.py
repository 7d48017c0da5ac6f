"""A `.git` that somebody else has filled: every place where git would start a program.

Each of them starts the same thing: a script that leaves a mark with the place's name.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = (
    "applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout"
    " post-commit post-index-change post-merge post-receive post-rewrite post-update"
    " pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase"
    " pre-receive prepare-commit-msg proc-receive push-to-checkout query-watchman"
    " reference-transaction sendemail-validate update"
)
# What names a program by its path alone.
PROGRAMS = (
    "core.fsmonitor core.askPass core.gitProxy core.sshCommand core.editor core.pager"
    " core.alternateRefsCommand sequence.editor gpg.program gpg.openpgp.program"
    " gpg.ssh.program gpg.x509.program gpg.ssh.defaultKeyCommand diff.external"
    " remote.origin.uploadpack remote.origin.receivepack uploadpack.packObjectsHook"
    " gc.recentObjectsHook interactive.diffFilter filter.evil.clean"
    " filter.evil.smudge filter.served.process diff.rectify.textconv"
    " diff.rectify.command diff.evil.textconv diff.evil.command merge.evil.driver"
    " merge.rectify.driver trailer.evil.command trailer.evil.cmd trailer.问题.cmd"
    " trailer.问题.command mergetool.evil.cmd difftool.evil.cmd man.evil.cmd"
    " browser.evil.cmd web.browser tar.evil.command hook.evil.command"
    " sendemail.smtpserver instaweb.httpd http.proxySSLCert"
)
PAGERS = "log show diff config ls-tree cat-file branch tag for-each-ref"
ALIASES = (
    "log show config cat-file ls-tree diff-tree rev-parse hash-object read-tree"
    " write-tree commit-tree update-ref update-index symbolic-ref check-ignore"
    " for-each-ref rev-list merge-base fetch push var ls-files ls-remote"
)
WORDS = {
    "commit.gpgSign": "true",
    "tag.gpgSign": "true",
    "push.gpgSign": "true",
    "log.showSignature": "true",
    "gpg.format": "openpgp",
    "user.signingKey": "甲",
    "core.untrackedCache": "true",
    "core.logAllRefUpdates": "false",
    "core.autocrlf": "true",
    "core.eol": "crlf",
    "i18n.commitEncoding": "GB18030",
    "i18n.logOutputEncoding": "GB18030",
    "log.decorate": "full",
    "color.ui": "always",
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.renames": "copies",
    "format.pretty": "%H 不是版本",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "submodule.recurse": "true",
    "fetch.recurseSubmodules": "true",
    "gc.auto": "1",
    "maintenance.auto": "true",
    "remote.pushDefault": "origin",
}
ATTRIBUTES = (
    "* filter=evil diff=evil merge=evil text=auto ident eol=crlf\n"
    "units.yaml filter=served\n"
)


class Trap:
    """What a hostile `.git` would start, and what it has."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder / "程序"
        self._marks = folder / "痕迹"
        self._programs.mkdir(parents=True)
        self._marks.mkdir()
        self.set: list[str] = []

    def program(self, name: str) -> Path:
        """Make the program of a place."""
        path = self._programs / name.replace("/", "_").replace(" ", "_")
        mark = shlex.quote(str(self._marks / path.name))
        path.write_text(f'#!/bin/sh\necho "$0 $*" >> {mark}\nexit 0\n', "utf-8")
        path.chmod(0o755)
        return path

    def sprung(self) -> list[str]:
        """Name the places from which something was started."""
        return sorted(each.name for each in self._marks.iterdir())

    def lay(self, folder: Path) -> None:
        """Fill a `.git` with every one of them."""
        for hook in HOOKS.split():
            place = folder / "hooks" / hook
            place.parent.mkdir(exist_ok=True)
            place.symlink_to(self.program(f"hooks_{hook}"))
        hooks = folder.parent / ".evil"
        hooks.mkdir(exist_ok=True)
        for hook in HOOKS.split():
            (hooks / hook).symlink_to(self.program(f"hooksPath_{hook}"))
        settings = {key: str(self.program(key)) for key in PROGRAMS.split()}
        settings |= {
            f"pager.{name}": str(self.program(f"pager.{name}"))
            for name in PAGERS.split()
        }
        settings |= {
            f"alias.{name}": f"!{self.program(f'alias.{name}')}"
            for name in ALIASES.split()
        }
        settings["credential.helper"] = f"!{self.program('credential.helper')}"
        settings["remote.origin.url"] = f"ext::{self.program('remote.origin.url')} %S"
        instead = f"ext::{self.program('url.insteadOf')} %S "
        settings[f"url.{instead}.insteadOf"] = "/"
        elsewhere = self._programs / "别处"
        elsewhere.mkdir()
        settings["core.worktree"] = str(elsewhere)
        settings |= {"core.hooksPath": str(hooks), **WORDS}
        self._write(folder, settings)

    def _write(self, folder: Path, settings: dict[str, str]) -> None:
        self.set = [*settings, "include.path"]
        included = folder / "夹带"
        pager = self.program("include.path")
        included.write_text(
            f'[core]\n\tpager = "{pager}"\n\tfsmonitor = "{pager}"\n'
            f'[diff]\n\texternal = "{pager}"\n',
            "utf-8",
        )
        written = [_written(key, value) for key, value in settings.items()]
        with (folder / "config").open("a", encoding="utf-8") as config:
            config.write("".join([*written, _written("include.path", str(included))]))
        (folder / "info").mkdir(exist_ok=True)
        (folder / "info" / "attributes").write_text(ATTRIBUTES, "utf-8")


def _written(key: str, value: str) -> str:
    """Write a setting as git does."""
    section, _, name = key.rpartition(".")
    first, _, rest = section.partition(".")
    head = f'[{first} "{rest}"]' if rest else f"[{first}]"
    return f'{head}\n\t{name} = "{value}"\n'
