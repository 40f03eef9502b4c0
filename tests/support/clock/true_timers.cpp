// Preloaded before libfaketime, so that a gateway whose clock is wrong still has its timers.
//
// libfaketime 0.9.10 takes the time of an absolute timer for one of the faked clock, also where
// CLOCK_MONOTONIC is not faked: one that is due already, as Boost.Asio arms them, never goes off.
// (src/libfaketime.c, timer_settime_common: user_faked_time_timespec is taken from it_value.)
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

extern "C" int timerfd_settime(int fd, int flags, const itimerspec* next,
                               itimerspec* last) noexcept {
  return static_cast<int>(syscall(SYS_timerfd_settime, fd, flags, next, last));
}
