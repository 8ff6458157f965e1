"""Work that controls ask for: the newest of it, one piece at a time, never what has been overtaken.

A control that is moved ten times while one figure is drawn asks for ten more; nine of them nobody will see. In a
notebook the page's wishes are therefore only noted, and a thread of its own answers the last one, while the kernel goes
on listening. What a cell or a test asks for is done before the next line runs.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Condition, Thread, get_ident

Overtaken = Callable[[], bool]
"""Whether something newer has been asked for meanwhile: what is left of the work can then be dropped."""


class Latest:
    """Does what it is asked, the newest last and what was overtaken not at all.

    Parameters
    ----------
    work : callable
        Takes whether everything is to be done (or only the second half of it), and a function that says whether it
        has been overtaken; returns whether the first half is done. It must not raise.
    beside : callable, optional
        Whether the one who asks now does not wait, so that a thread is to do it; by default :func:`asked_by_page`.
    """

    def __init__(self, work: Callable[[bool, Overtaken], bool], beside: Callable[[], bool] | None = None) -> None:
        self._work = work
        self._beside = beside or asked_by_page
        self._state = Condition()
        self._asked = 0  # how many times
        self._whole = False  # whether one of those not yet answered wanted everything
        self._worker: int | None = None  # the thread at work

    def ask(self, *, whole: bool) -> None:
        """Ask for everything, or for the second half only."""
        with self._state:
            self._asked += 1
            self._whole |= whole
            if self._worker == get_ident():  # asked by the work itself, which then begins anew
                return
            if self._beside():
                if self._worker is None:
                    self._worker = -1  # taken, by a thread that is about to begin
                    context = copy_context()  # what is sent then belongs to the message that asked
                    Thread(target=context.run, args=(self._run,), daemon=True).start()
                return
            self._state.wait_for(lambda: self._worker is None)
            self._worker = -1
        self._run()

    def wait(self, timeout: float | None = None) -> bool:
        """Until there is nothing left to do; False when it took longer."""
        with self._state:
            return self._state.wait_for(lambda: self._worker is None, timeout)

    def _run(self) -> None:
        with self._state:
            self._worker = get_ident()
        while True:
            with self._state:
                number, whole, self._whole = self._asked, self._whole, False
            try:
                done = self._work(whole, lambda number=number: self._asked != number)  # type: ignore[misc]
            except BaseException:
                self._rest()
                raise
            with self._state:
                if self._asked == number:
                    break
                self._whole |= whole and not done
        self._rest()

    def _rest(self) -> None:
        with self._state:
            self._worker = None
            self._state.notify_all()


def asked_by_page() -> bool:
    """Whether what runs now answers a control moved in the page, rather than a cell or a script."""
    try:
        from IPython.core.getipython import get_ipython

        kernel = getattr(get_ipython(), "kernel", None)
        return kernel is not None and kernel.get_parent()["header"]["msg_type"] == "comm_msg"
    except Exception:  # no IPython, or another kernel than ours: then the caller waits, which is always right
        return False
