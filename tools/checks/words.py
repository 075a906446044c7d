"""Words that the house does not use, each with its reason and its exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.repository import Fault, Repository, is_test, line_of


@dataclass(frozen=True)
class Word:
    """`where` matches the paths that are searched, `but` those that are not."""

    name: str
    pattern: str
    why: str
    where: str = r"^(src|plugin|tests|bench)/.*\.(h|cpp)$"
    but: str = r"^$"
    in_comments: bool = False
    in_tests: bool = True


ANY_CODE = (r"\.(h|cpp|py|sh|ts|tsx|mjs|css|cmake|sql)$|CMakeLists\.txt$|^(run|test)$")
ANY_TEXT = r"."

WORDS = (
    Word("using-namespace", r"\busing\s+namespace\b", "a header decides for nobody else",
         where=r"\.h$"),
    Word("new", r"\bnew\b\s*(?:\(|[A-Za-z_:])", "ownership by make_unique or a value"),
    Word("delete", r"(?<![=\w])(?<!= )(?<!operator )\bdelete\b(?!\s*;)",
         "ownership by unique_ptr or a value"),
    Word("endl", r"\bstd::endl\b", "it flushes: write \\n"),
    Word("sleep", r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|\bsleep\s*\(",
         "wait for the event, or inject the clock"),
    Word("python-sleep", r"\btime\.sleep\b|\bfrom time import sleep\b",
         "wait for the condition (tests/integration/harness/waiting.py)", where=r"\.py$"),
    Word("clock", r"\b(system_clock|steady_clock|high_resolution_clock)::now\b|\bgettimeofday\b"
         r"|\bclock_gettime\b|(?<![\w:.>])(?:std::)?time\((?:nullptr|NULL|0)\)",
         "time is an argument or an injected Clock (R12)", but=r"^src/core/clock\.cpp$"),
    Word("left-over", r"\b(TODO|FIXME|XXX)\b", "finish it or write an issue",
         where=ANY_CODE, in_comments=True),
    Word("nolint", r"\bNOLINT|\beslint-disable|@ts-ignore|# noqa",
         "mend it instead (Biome's own exceptions must say why)", where=ANY_CODE, in_comments=True),
    Word("queue", r"\bstd::(queue|deque)\b|#\s*include\s*<deque>",
         "a queue has a limit: core/bounded_queue.h", but=r"^src/core/bounded_queue\.h$"),
    Word("mutex", r"\bstd::(?:recursive_|shared_|timed_)*mutex\b|\bstd::condition_variable\b"
         r"|\bstd::(?:scoped|unique|shared)_lock\b|\bstd::lock_guard\b",
         "clang's analysis knows the locks of core/mutex.h", but=r"^src/core/mutex\.h$"),
    Word("regex", r"\bstd::(regex|wregex|basic_regex)\b|#\s*include\s*<regex>",
         "no regular expression comes from people (R47)"),
    Word("switched-off-test", r"\bGTEST_SKIP\b|\bDISABLED_\w|\b(it|test|describe)\.(skip|only)\b"
         r"|\bunittest\.skip\b|@pytest\.mark\.skip", "a test runs or is removed", where=ANY_CODE),
    Word("sql", r'\bR"sql\(', "SQL lives in src/store", where=r"^src/", but=r"^src/store/",
         in_comments=True, in_tests=False),
    Word("error-detail", r"\berror(\(\))?\.detail\b", "detail never leaves the server",
         where=r"^src/http/", in_tests=False),
    Word("dead-code", r"^[ \t]*//[ \t]*(?:[\w:.>*&-]+\(.*\);|(?:const |auto |return |if \().*[;{])"
         r"[ \t]*$", "code in a comment: git remembers it", in_comments=True),
    Word("machine-path", r"(?<![\w.$}])/(?:root|home|work|tmp)/[A-Za-z0-9._-]+/",
         "a path of one machine", where=ANY_TEXT, in_comments=True),
    Word("registry", r"https?://[a-z.]*(?:npm|debian)[a-z.]*/",
         "package hosts are set on the machine, not in the tree", where=ANY_TEXT,
         in_comments=True),
)

_IS_CPP = re.compile(r"\.(h|cpp)$")
# The checks must be able to name what they look for.
_OWN = re.compile(r"^tools/(checks/words\.py|tidy_test\.py)$")


def banned_words(repository: Repository) -> Iterator[Fault]:
    compiled = [(word, re.compile(word.pattern, re.MULTILINE), re.compile(word.where),
                 re.compile(word.but)) for word in WORDS]
    for path, text in repository.files.items():
        if _OWN.search(path):
            continue
        for word, pattern, where, but in compiled:
            if not where.search(path) or but.search(path) or (is_test(path) and not word.in_tests):
                continue
            # The fast look first: blanking comments and strings costs ten times as much.
            if not pattern.search(text):
                continue
            bare = repository.bare(path) if _IS_CPP.search(path) and not word.in_comments else text
            for match in pattern.finditer(bare):
                found = match.group(0).strip()
                yield Fault(path, line_of(bare, match.start()), word.name,
                            f"{found}: {word.why}")
