"""`dateline comments`: out to a file and in again, erased when somebody is sure, a model trained in its own process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import now

from dateline.base.models import User
from dateline.base.tasks import NotNow
from dateline.comments.actions.learning import learn_in_a_process_of_its_own
from dateline.comments.models import Comment, Decision, TrainedModel
from dateline.ops.main import main
from tests.comments.writing import comment_on

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `dateline comments …`; exit code, output and complaints."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["comments", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def write_lines(path: Path, *rows: dict[str, object] | str) -> Path:
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def row(number: int, name: str, **fields: object) -> dict[str, object]:
    return {"id": name, "number": number, "at": "2021-12-10T04:22:00Z", "text": f"What {name} says."} | fields


def test_a_file_is_whole_private_and_comes_in_again_unchanged(number: int, run: Run, tmp_path: Path) -> None:
    comment_on(number, email="ada@reader.example", text="سلام")
    file = tmp_path / "comments.jsonl"

    exported = run("export", file)
    imported = run("import", file)

    assert exported == (0, "1 comments exported.\n", "")
    assert (file.stat().st_mode & 0o077, list(tmp_path.iterdir())) == (0, [file])
    assert "ada@" not in file.read_text(encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["text"] == "سلام"
    assert imported[0] == 0
    assert imported[1].split() == ["Read", "1", "Imported", "0", "Unchanged", "1", "Refused", "0"]


def test_standard_output_holds_comments_and_nothing_else(number: int, run: Run) -> None:
    comment_on(number, email="ada@reader.example")
    comment_on(number + 1)

    code, out, err = run("export", "-", "--story", str(number), "--since", "2020-01-01", "--with-personal-data")

    assert (code, err) == (0, "1 comments exported.\n")
    assert json.loads(out)["email"] == "ada@reader.example"


def test_what_is_refused_is_named_by_its_line_and_the_rest_comes_in(number: int, run: Run, tmp_path: Path) -> None:
    rows: list[dict[str, object] | str] = [
        row(number, "a"),
        "",
        "{broken",
        row(number, "b", answers="a"),
        row(5_000_000, "c"),
        "x" * 300_000,
    ]
    file = write_lines(tmp_path / "comments.jsonl", *rows, row(number, "d"))
    with file.open("ab") as more:
        more.write(b'{"id": "\xff"}')

    code, out, _ = run("import", file)

    assert code == 1
    assert out.splitlines() == [
        "Read      7",
        "Imported  3",
        "Unchanged 0",
        "Refused   4",
        "  line 3: the line is no JSON",
        "  line 6: the line is longer than any comment can be",
        "  line 8: the line is not in UTF-8",
        "  line 5, 'c': no story has the number 5000000",
    ]
    assert Comment.objects.get(source_id="b").answers == Comment.objects.get(source_id="a")


def test_an_export_that_breaks_off_leaves_the_file_as_it_was(number: int, run: Run, tmp_path: Path) -> None:
    comment_on(number)
    file = tmp_path / "comments.jsonl"
    file.write_text("kept")
    (tmp_path / "comments.jsonl.part").mkdir()

    code, out, err = run("export", file)

    assert (code, out) == (1, "")
    assert err == f"{file}: is a directory\n"
    assert file.read_text() == "kept"


def test_a_file_that_is_not_there_is_named(number: int, run: Run, tmp_path: Path) -> None:
    code, _, err = run("import", tmp_path / "nothing.jsonl")

    assert (code, err) == (1, f"{tmp_path / 'nothing.jsonl'}: no such file or directory\n")


def test_a_day_that_is_none_is_refused(number: int, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("export", "-", "--since", "yesterday")

    assert "'yesterday' is no day such as 2026-11-22" in capsys.readouterr().err


def test_all_comments_of_an_address_are_erased(number: int, run: Run) -> None:
    for _ in range(2):
        comment_on(number, email="ada@reader.example")
    other = comment_on(number, email="bram@reader.example")

    code, out, _ = run("erase", "--email", "Ada@reader.example", "--reason", "asked by letter", "--yes")

    assert (code, out) == (0, "2 comments erased.\n")
    assert list(Comment.objects.exclude(text="")) == [other]
    assert list(Decision.objects.values_list("what", "note")) == [("erase", "asked by letter")] * 2


def test_one_comment_is_erased_by_its_id(number: int, run: Run) -> None:
    comment = comment_on(number)

    assert run("erase", "--comment", str(comment.pk), "--yes")[:2] == (0, "1 comment erased.\n")
    assert run("erase", "--comment", "987654", "--yes")[:2] == (1, "0 comments erased.\n")


@pytest.mark.parametrize(("answer", "is_erased"), [("yes\n", True), ("\n", False), ("no\n", False)])
def test_whoever_sits_at_a_terminal_is_asked(
    number: int, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, is_erased: bool
) -> None:
    comment = comment_on(number)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin.readline", lambda: answer, raising=False)

    code, out, _ = run("erase", "--comment", str(comment.pk))

    assert out.startswith("Erase 1 comment for good? Type yes.")
    assert code == (0 if is_erased else 1)
    comment.refresh_from_db()
    assert (comment.text == "") is is_erased


def test_where_nobody_can_be_asked_nothing_is_erased(number: int, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    comment = comment_on(number)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    code, _, err = run("erase", "--comment", str(comment.pk))

    assert (code, "say --yes" in err) == (1, True)
    comment.refresh_from_db()
    assert comment.text != ""


def test_an_address_nobody_has_is_said_so(number: int, run: Run) -> None:
    code, _, err = run("erase", "--email", "nobody@reader.example", "--yes")

    assert (code, "no comments with this address" in err) == (1, True)


@pytest.fixture
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a process of its own find the tests' database."""
    if connection.vendor != "sqlite":
        pytest.skip("the database of a process of its own is named by its file here")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_the_worker_has_a_process_of_its_own_train_the_model(own_process: None) -> None:
    editor = User.objects.create_superuser("mara", "mara@example.org", "a long passphrase")
    for place in range(210):
        is_good = place % 2
        comment = Comment.objects.create(
            number=1,
            name="Ada",
            text=f"{'The ferry is late' if is_good else 'Casino bonus'} {place}.",
            received_at=now(),
        )
        what, reason = ("approve", "") if is_good else ("reject", "spam")
        Decision.objects.create(comment=comment, what=what, reason=reason, user=editor, at=now())

    learn_in_a_process_of_its_own("")

    assert TrainedModel.objects.get().decisions == 210


@pytest.mark.server
def test_a_training_that_fails_says_how(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.sqlite3'}")

    with pytest.raises(NotNow, match=r"training the spam model failed: .*OperationalError"):
        learn_in_a_process_of_its_own("")


@pytest.mark.server
def test_what_only_training_needs_is_loaded_by_nothing_else(tmp_path: Path) -> None:
    program = (
        "import sys, django; django.setup(); "
        "import dateline.ops.worker, dateline.ops.commands.comments_, dateline.config.urls; "
        "print({'sklearn', 'scipy'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("set()\n", 0)
