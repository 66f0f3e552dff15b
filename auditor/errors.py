"""The error tree.

::

    AuditorError          anything that a user can mend; carries a message that says what, where and what to do
    ├── ReadError         the file cannot be understood
    ├── ConfigError       auditor.toml or an option is wrong
    ├── LexiconError      a lexicon file is wrong: file, line, what was expected
    └── RuleError         a rule crashed; recorded as a fault of the audit, never raised to the user
"""

from __future__ import annotations


class AuditorError(Exception):
    """Something that the user can mend."""


class ReadError(AuditorError):
    """The file cannot be understood."""


class ConfigError(AuditorError):
    """A configuration file or option is wrong."""


class LexiconError(AuditorError):
    """A lexicon file is wrong."""

    def __init__(self, file: str, line: int | None, expected: str) -> None:
        super().__init__(f"{file}{f':{line}' if line else ''}: {expected}")
        self.file, self.line, self.expected = file, line, expected


class RuleError(AuditorError):
    """A rule crashed."""
