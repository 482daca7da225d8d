// Runs of windows side by side in plain planes, 16 at a time.

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
