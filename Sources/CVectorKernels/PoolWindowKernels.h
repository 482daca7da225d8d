// The windows of pools over planes: one at a time of one or 16 channels, or up to 16 side by side in
// a plain plane.

/// The part of a window that lies within the input.
typedef struct {
  int64_t first_row, end_row, first_column, end_column;
} pool_window;

MK_INLINE pool_window window_at(const mk_pool *pool, int64_t row, int64_t column) {
  const int64_t top = row * pool->stride_height - pool->pad_top;
  const int64_t left = column * pool->stride_width - pool->pad_left;
  const int64_t bottom = top + pool->kernel_height, right = left + pool->kernel_width;
  pool_window window = {
    limited(top, 0, pool->in_height), limited(bottom, 0, pool->in_height),
    limited(left, 0, pool->in_width), limited(right, 0, pool->in_width)};
  if (window.first_column == window.end_column) window.end_row = window.first_row;
  return window;
}

#define EACH_PLACE(pool, window)                                                       \
  for (int64_t y = (window).first_row; y < (window).end_row; y++)                      \
  for (int64_t x = (window).first_column, at = y * (pool)->in_width + x;               \
       x < (window).end_column; x++, at++)

// One lane or 16, chosen at compile time: vectors of which only the first lane counts cost the
// same as numbers would, but cannot be read and written whole.

MK_INLINE vfloat pool_load(const float *p, const int lanes) {
  return lanes == 1 ? splat(*p) : load_float(p);
}

MK_INLINE void pool_store(float *p, vfloat v, const int lanes) {
  if (lanes == 1) {
    *p = v[0];
  } else {
    store_float(p, v);
  }
}

MK_INLINE vfloat choose(vint mask, vfloat a, vfloat b) {
  return as_float((as_int(a) & mask) | (as_int(b) & ~mask));
}

/// The place of the first maximum, -1 where there is none, and the maximum.
MK_INLINE vint first_maximum(
  const mk_pool *pool, const float *in, pool_window window, const int lanes, vfloat *maximum) {
  vfloat best = splat(0.0f) - infinity();
  vint place = -1;
  EACH_PLACE(pool, window) {
    const vfloat value = pool_load(in + at * lanes, lanes);
    const vint wins = (value > best) | ((value != value) & (best == best)) | (place < 0);
    best = choose(wins, value, best);
    place = (wins & (int32_t)at) | (~wins & place);
  }
  *maximum = best;
  return place;
}

/// Up to 16 windows side by side in a plain plane, none of which reaches beyond its sides.
typedef struct {
  int64_t column, count;
  // Of the first window.
  pool_window window;
} window_run;

/// The longest run of windows from `column` on; empty where that one is cut off.
MK_INLINE window_run run_at(const mk_pool *pool, int64_t row, int64_t column) {
  window_run run = {column, 0, window_at(pool, row, column)};
  if (run.window.end_column - run.window.first_column < pool->kernel_width) return run;
  const int64_t left = pool->in_width - run.window.end_column;
  run.count = limited(left / pool->stride_width + 1, 0, pool->out_width - column);
  run.count = limited(run.count, 0, MK_LANES);
  return run;
}

/// Every other of 32 numbers.
MK_INLINE vfloat load_evens(const float *p) {
  return __builtin_shufflevector(
    load_float(p), load_float(p + MK_LANES), 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28,
    30);
}

/// The maxima of a run, and the places of the first ones from those of the first window on.
MK_INLINE vint first_maxima(
  const mk_pool *pool, const float *in, const window_run *run, vfloat *maxima) {
  vfloat best = splat(0.0f) - infinity();
  vint place = -1;
  const int64_t last_evens =
    pool->stride_width == 2 ? pool->in_height * pool->in_width - 2 * MK_LANES : -1;
  EACH_PLACE(pool, run->window) {
    const vfloat value = at <= last_evens ? load_evens(in + at)
                                          : load_some(in + at, pool->stride_width, run->count);
    const vint wins = (value > best) | ((value != value) & (best == best)) | (place < 0);
    best = choose(wins, value, best);
    place = (wins & (int32_t)at) | (~wins & place);
  }
  *maxima = best;
  return place;
}

/// Every other number from `a`, the others from `b`, at most 32.
MK_INLINE void store_pairs(float *p, int64_t count, vfloat a, vfloat b) {
  const vfloat low = (vfloat)interleave_low((vuint)a, (vuint)b);
  const vfloat high = (vfloat)interleave_high((vuint)a, (vuint)b);
  store_some(p, 1, limited(count, 0, MK_LANES), low);
  if (count > MK_LANES) store_some(p + MK_LANES, 1, count - MK_LANES, high);
}

/// Writes the places of a run's windows, which meet no others: values at those given, else zeros.
MK_INLINE void store_run(
  const mk_pool *pool, const window_run *run, vint place, vfloat values, float *out) {
  if (pool->kernel_width == 2 && pool->stride_width == 2) {
    for (int64_t y = run->window.first_row; y < run->window.end_row; y++) {
      const int64_t at = y * pool->in_width + run->window.first_column;
      store_pairs(
        out + at, 2 * run->count, choose(place == (int32_t)at, values, splat(0.0f)),
        choose(place == (int32_t)at + 1, values, splat(0.0f)));
    }
    return;
  }
  EACH_PLACE(pool, run->window) {
    const vfloat here = choose(place == (int32_t)at, values, splat(0.0f));
    store_some(out + at, pool->stride_width, run->count, here);
  }
}
