// Counts how often chosen threads ask for memory and for locks; linked into test programs alone.
#ifndef CCALLCOUNTER_H
#define CCALLCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// What the watched threads asked for.
typedef struct {
  /// Calls of malloc, calloc, realloc, posix_memalign and aligned_alloc.
  int64_t allocations;
  /// Calls that lock, or try to lock, a mutex or a lock for readers and writers.
  int64_t locks;
} mcalls_counts;

/// Whether calls can be counted: not under a sanitizer, which has its own functions for memory.
bool mcalls_available(void);

/// Counts from zero what the calling thread and its libgomp team of `threads` threads do.
///
/// Other threads are left out, because tests of other rooms may run on them meanwhile.
void mcalls_begin(int32_t threads);

/// Ends the count that was begun on this thread with as many threads.
mcalls_counts mcalls_end(int32_t threads);

/// Where the first counted allocation, or the first lock, came from: a line for each frame.
void mcalls_write_first(bool of_locks, char *text, int64_t capacity);

/// The threads of a team that the calling thread would fork without naming a number, as oneDNN does.
int32_t mcalls_team_size(void);

/// Runs `body` once on each thread of the calling thread's team.
void mcalls_run_on_team(int32_t threads, void (*body)(void *context), void *context);

#endif
