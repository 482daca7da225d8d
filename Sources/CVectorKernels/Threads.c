// The number of threads, and fork and join through libgomp.
#include "Threads.h"

#include "CVectorKernels.h"

extern void GOMP_parallel(
  void (*body)(void *), void *context, unsigned thread_count, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int count);

static _Atomic int32_t chosen_thread_count, thread_limit;

void mk_set_threads(int32_t count) {
  if (count < 1) count = 1;
  chosen_thread_count = count;
  omp_set_num_threads(count);
}

// As many as the machine or OMP_NUM_THREADS allows, asked before any limit lowers the answer.
static int32_t available_threads(void) {
  static _Atomic int32_t available;
  int32_t count = available;
  if (count == 0) available = count = omp_get_max_threads();
  return count;
}

int32_t mk_threads(void) {
  int32_t count = chosen_thread_count;
  return count > 0 ? count : available_threads();
}

void mk_limit_threads(int32_t limit) {
  thread_limit = limit;
  // libgomp keeps the number for each thread that asks, and oneDNN asks on the caller's.
  omp_set_num_threads(mk_allowed_threads());
}

int32_t mk_allowed_threads(void) {
  const int32_t limit = thread_limit, count = mk_threads();
  return limit > 0 && limit < count ? limit : count;
}

typedef struct {
  mk_part body;
  void *context;
} team_work;

static void team_member(void *argument) {
  const team_work *work = argument;
  // The team can be smaller than asked for, inside another parallel region for one.
  work->body(work->context, omp_get_thread_num(), omp_get_num_threads());
}

int32_t mk_part_count(int64_t work, int64_t most) {
  const int64_t paid = work / MK_WORK_PER_THREAD, parts = paid < most ? paid : most;
  if (parts <= 1) return 1;
  const int32_t threads = mk_allowed_threads();
  return parts < threads ? (int32_t)parts : threads;
}

void mk_run_parts(mk_part body, void *context, int64_t work, int64_t most) {
  const int32_t parts = mk_part_count(work, most);
  if (parts == 1) {
    body(context, 0, 1);
    return;
  }
  team_work team = {body, context};
  GOMP_parallel(team_member, &team, (unsigned)parts, 0);
}
