// What the kernel tells of a running process, from /proc. A process that is gone: std::runtime_error.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>

namespace presenced::bench {

struct Memory {
  double resident_mb = 0;  // VmRSS
  double share_mb = 0;     // PSS: pages that other processes use as well are divided among them
  double own_mb = 0;       // RssAnon: heap, stacks and what was written of program and libraries
};
Memory memory_of(pid_t process);
// The most it has had in memory: VmHWM. forget_peak() makes that what it has now, where the kernel can (proc(5)).
double peak_resident_mb(pid_t process);
void forget_peak(pid_t process);

// Seconds on a core so far: of its first thread, of the busiest other one, and of all.
struct CpuSeconds {
  double first = 0;
  double second = 0;
  double all = 0;
};
CpuSeconds cpu_seconds_of(pid_t process);

// How often each of its threads has gone to sleep by itself, and so has been woken: by their numbers, the first one's
// is the process's.
std::map<pid_t, std::int64_t> voluntary_switches(pid_t process);

double cpu_seconds_of_this_thread();

}  // namespace presenced::bench
