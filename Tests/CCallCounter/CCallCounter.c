// Watched threads, their counts, and where the first call of each kind came from.
#include "CCallCounter.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>

#include "Counters.h"

extern void GOMP_parallel(
  void (*body)(void *), void *context, unsigned thread_count, unsigned flags);

extern int omp_get_max_threads(void);

mcalls_counter mcalls_allocations, mcalls_locks;

// Of a model that needs no memory of its own when a thread first looks at it.
static _Thread_local __attribute__((tls_model("initial-exec"))) bool watched;

void mcalls_count(mcalls_counter *counter) {
  if (!watched || atomic_fetch_add(&counter->calls, 1) > 0) return;
  // Walking the stack allocates and locks, too.
  watched = false;
  counter->depth = backtrace(counter->frames, MCALLS_DEPTH);
  watched = true;
}

static void set_watched(void *value) { watched = *(const bool *)value; }

int32_t mcalls_team_size(void) { return omp_get_max_threads(); }

void mcalls_run_on_team(int32_t threads, void (*body)(void *context), void *context) {
  GOMP_parallel(body, context, (unsigned)threads, 0);
}

static void reset(mcalls_counter *counter) {
  counter->depth = 0;
  atomic_store(&counter->calls, 0);
}

void mcalls_begin(int32_t threads) {
  bool value = true;
  mcalls_run_on_team(threads, set_watched, &value);
  reset(&mcalls_allocations);
  reset(&mcalls_locks);
}

mcalls_counts mcalls_end(int32_t threads) {
  mcalls_counts counts = {
    atomic_load(&mcalls_allocations.calls), atomic_load(&mcalls_locks.calls)};
  bool value = false;
  mcalls_run_on_team(threads, set_watched, &value);
  return counts;
}

void mcalls_write_first(bool of_locks, char *text, int64_t capacity) {
  mcalls_counter *counter = of_locks ? &mcalls_locks : &mcalls_allocations;
  if (capacity < 1) return;
  text[0] = 0;
  char **names = backtrace_symbols(counter->frames, counter->depth);
  if (names == NULL) return;
  int64_t length = 0;
  for (int frame = 0; frame < counter->depth && length < capacity; ++frame) {
    length += snprintf(text + length, (size_t)(capacity - length), "  %s\n", names[frame]);
  }
  free(names);
}
