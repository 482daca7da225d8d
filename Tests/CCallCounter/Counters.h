// The counters that the functions for memory and locks step up.
#ifndef MCALLS_COUNTERS_H
#define MCALLS_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

enum { MCALLS_DEPTH = 32 };

/// Calls of one kind by watched threads.
typedef struct {
  _Atomic int64_t calls;
  /// The stack of the first call, written by the thread that made it.
  void *frames[MCALLS_DEPTH];
  int depth;
} mcalls_counter;

extern mcalls_counter mcalls_allocations, mcalls_locks;

/// Counts one call if the calling thread is watched.
void mcalls_count(mcalls_counter *counter);

#endif
