// Splits work over libgomp's threads, the ones that oneDNN uses too.
#ifndef MK_THREADS_H
#define MK_THREADS_H

#include <stdint.h>

/// Does part `part` of `parts` equal parts of the work behind `context`.
typedef void (*mk_part)(void *context, int32_t part, int32_t parts);

enum { MK_WORK_PER_THREAD = 32768 };

/// How many threads kernels may use now: those of the process, or fewer under a limit.
int32_t mk_allowed_threads(void);

/// How many threads `work` pays for: one per `MK_WORK_PER_THREAD` units, where a unit is about one
/// addition of two arrays' elements, and at most `most`.
int32_t mk_part_count(int64_t work, int64_t most);

/// Runs `body` in `mk_part_count(work, most)` parts, or fewer.
void mk_run_parts(mk_part body, void *context, int64_t work, int64_t most);

/// The half-open range of `count` items that belongs to part `part`.
static inline void mk_part_range(
  int64_t count, int32_t part, int32_t parts, int64_t *first, int64_t *end) {
  *first = count * part / parts;
  *end = count * (part + 1) / parts;
}

#endif
