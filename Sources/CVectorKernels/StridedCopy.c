// Copies between strided places, and fills.
#include <string.h>

#include "Level.h"
#include "Threads.h"

typedef struct {
  uint32_t *out;
  const uint32_t *in;
  int32_t rank;
  int64_t sizes[MK_MAX_RANK], out_strides[MK_MAX_RANK], in_strides[MK_MAX_RANK];
} copy_plan;

static void swap(int64_t *values, int32_t i, int32_t j) {
  int64_t value = values[i];
  values[i] = values[j];
  values[j] = value;
}

static void swap_axes(copy_plan *plan, int32_t i, int32_t j) {
  swap(plan->sizes, i, j);
  swap(plan->out_strides, i, j);
  swap(plan->in_strides, i, j);
}

/// Drops axes of one element and joins neighbours that one stride each can walk.
static void join_axes(copy_plan *plan) {
  int32_t rank = 0;
  for (int32_t i = 0; i < plan->rank; i++) {
    if (plan->sizes[i] == 1) continue;
    if (rank > 0 && plan->out_strides[rank - 1] == plan->out_strides[i] * plan->sizes[i]
      && plan->in_strides[rank - 1] == plan->in_strides[i] * plan->sizes[i]) {
      rank--;
      plan->sizes[rank] *= plan->sizes[i];
    } else {
      plan->sizes[rank] = plan->sizes[i];
    }
    plan->out_strides[rank] = plan->out_strides[i];
    plan->in_strides[rank] = plan->in_strides[i];
    rank++;
  }
  plan->rank = rank;
}

/// Brings the axis that is dense in `out` to the end, the one that is dense in `in` before it.
static void order_axes(copy_plan *plan) {
  const int32_t last = plan->rank - 1;
  for (int32_t i = 0; i < last; i++) {
    if (plan->out_strides[i] == 1 && plan->out_strides[last] != 1) swap_axes(plan, i, last);
  }
  if (plan->in_strides[last] == 1) return;
  for (int32_t i = 0; i < last - 1; i++) {
    if (plan->in_strides[i] == 1) swap_axes(plan, i, last - 1);
  }
}

static int transposes(const copy_plan *plan) {
  const int32_t last = plan->rank - 1;
  return last >= 1 && plan->out_strides[last] == 1 && plan->in_strides[last - 1] == 1
         && plan->in_strides[last] != 1;
}

static void copy_row(const copy_plan *plan, uint32_t *out, const uint32_t *in) {
  const int32_t last = plan->rank - 1;
  const int64_t size = plan->sizes[last];
  const int64_t out_stride = plan->out_strides[last], in_stride = plan->in_strides[last];
  if (out_stride == 1 && in_stride == 1) {
    memcpy(out, in, (size_t)size * sizeof *out);
  } else if (out_stride == 1 && in_stride == 0) {
    mk_current_level()->fill(out, *in, size);
  } else {
    for (int64_t i = 0; i < size; i++) out[i * out_stride] = in[i * in_stride];
  }
}

static void copy_part(void *context, int32_t part, int32_t parts) {
  const copy_plan *plan = context;
  const int is_transpose = transposes(plan);
  const int32_t outer_rank = plan->rank - (is_transpose ? 2 : 1);
  int64_t first, end, count = 1, index[MK_MAX_RANK] = {0};
  for (int32_t i = 0; i < outer_rank; i++) count *= plan->sizes[i];
  mk_part_range(count, part, parts, &first, &end);
  uint32_t *out = plan->out;
  const uint32_t *in = plan->in;
  int64_t rest = first;
  for (int32_t i = outer_rank - 1; i >= 0; i--) {
    index[i] = rest % plan->sizes[i];
    rest /= plan->sizes[i];
    out += index[i] * plan->out_strides[i];
    in += index[i] * plan->in_strides[i];
  }
  for (int64_t item = first; item < end; item++) {
    if (is_transpose) {
      mk_current_level()->transpose(
        out, plan->out_strides[outer_rank], in, plan->in_strides[outer_rank + 1],
        plan->sizes[outer_rank + 1], plan->sizes[outer_rank]);
    } else {
      copy_row(plan, out, in);
    }
    for (int32_t i = outer_rank - 1; i >= 0; i--) {
      out += plan->out_strides[i];
      in += plan->in_strides[i];
      if (++index[i] < plan->sizes[i]) break;
      out -= index[i] * plan->out_strides[i];
      in -= index[i] * plan->in_strides[i];
      index[i] = 0;
    }
  }
}

/// Cuts a single long row or matrix in two axes, so that threads have something to share.
static void cut_first_axis(copy_plan *plan, int64_t piece) {
  const int32_t axis = transposes(plan) ? plan->rank - 2 : plan->rank - 1;
  if (axis != 0 || plan->rank == MK_MAX_RANK || plan->sizes[axis] % piece != 0) return;
  for (int32_t i = plan->rank; i > 0; i--) {
    plan->sizes[i] = plan->sizes[i - 1];
    plan->out_strides[i] = plan->out_strides[i - 1];
    plan->in_strides[i] = plan->in_strides[i - 1];
  }
  plan->rank++;
  plan->sizes[0] = plan->sizes[1] / piece;
  plan->sizes[1] = piece;
  plan->out_strides[0] = plan->out_strides[1] * piece;
  plan->in_strides[0] = plan->in_strides[1] * piece;
}

void mk_strided_copy(
  void *out, const void *in, int32_t rank, const int64_t *sizes, const int64_t *out_strides,
  const int64_t *in_strides) {
  copy_plan plan = {.out = out, .in = in, .rank = rank};
  int64_t count = 1;
  for (int32_t i = 0; i < rank; i++) {
    plan.sizes[i] = sizes[i];
    plan.out_strides[i] = out_strides[i];
    plan.in_strides[i] = in_strides[i];
    count *= sizes[i];
  }
  if (count <= 0) return;
  join_axes(&plan);
  if (plan.rank == 0) {
    memcpy(out, in, 4);
    return;
  }
  order_axes(&plan);
  if (count >= 2 * MK_WORK_PER_THREAD) cut_first_axis(&plan, transposes(&plan) ? 16 : 4096);
  mk_run_parts(copy_part, &plan, count, count);
}

void mk_fill(void *out, uint32_t bits, int64_t count) {
  mk_current_level()->fill(out, bits, count);
}
