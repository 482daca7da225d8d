// Sums, maxima and minima: short runs in single precision, the totals of runs in double.
//
// The order depends on the shape alone. NaN comes out of a maximum or minimum that meets one.

enum { ROW_RUN = 2048, COLUMN_RUN = 64 };

MK_INLINE float reduction_identity(mk_reduction reduction) {
  return reduction == MK_REDUCE_SUM       ? 0.0f
         : reduction == MK_REDUCE_MAXIMUM ? -__builtin_inff()
                                          : __builtin_inff();
}

MK_INLINE vfloat combine(mk_reduction reduction, vfloat total, vfloat x) {
  if (reduction == MK_REDUCE_SUM) return total + x;
  return reduction == MK_REDUCE_MAXIMUM ? vector_maximum(x, total) : vector_minimum(x, total);
}

MK_INLINE double combine_totals(mk_reduction reduction, double total, double x) {
  if (reduction == MK_REDUCE_SUM) return total + x;
  if (x != x) return x;
  if (reduction == MK_REDUCE_MAXIMUM) return x > total ? x : total;
  return x < total ? x : total;
}

MK_INLINE vdouble combine_wide(mk_reduction reduction, vdouble total, vfloat run) {
  const vdouble x = __builtin_convertvector(run, vdouble);
  if (reduction == MK_REDUCE_SUM) return total + x;
  const vlong wins = reduction == MK_REDUCE_MAXIMUM ? x > total : x < total;
  return (wins | (x != x)) ? x : total;
}

MK_INLINE double combine_lanes(mk_reduction reduction, vfloat x) {
  if (reduction == MK_REDUCE_SUM) return sum_lanes(x);
  double total = reduction_identity(reduction);
  for (int i = 0; i < MK_LANES; i++) total = combine_totals(reduction, total, x[i]);
  return total;
}

/// The last vector of `row`, with identities in the lanes before element `first`.
MK_INLINE vfloat load_last(const float *row, int64_t first, int64_t count, float identity) {
  const int32_t lanes_done = (int32_t)(first - (count - MK_LANES));
  vfloat x = load_float(row + count - MK_LANES);
  return lane_numbers() < lanes_done ? splat(identity) : x;
}

MK_INLINE double reduce_row(mk_reduction reduction, const float *row, int64_t count) {
  const float identity = reduction_identity(reduction);
  double total = identity;
  if (count < MK_LANES) {
    for (int64_t i = 0; i < count; i++) total = combine_totals(reduction, total, row[i]);
    return total;
  }
  for (int64_t start = 0; start < count; start += ROW_RUN) {
    const int64_t end = count - start < ROW_RUN ? count : start + ROW_RUN;
    vfloat sums[4] = {splat(identity), splat(identity), splat(identity), splat(identity)};
    int64_t i = start;
    for (; i + 4 * MK_LANES <= end; i += 4 * MK_LANES) {
      for (int j = 0; j < 4; j++) {
        sums[j] = combine(reduction, sums[j], load_float(row + i + j * MK_LANES));
      }
    }
    for (; i + MK_LANES <= end; i += MK_LANES) {
      sums[0] = combine(reduction, sums[0], load_float(row + i));
    }
    if (i < end) sums[1] = combine(reduction, sums[1], load_last(row, i, end, identity));
    sums[0] = combine(reduction, sums[0], sums[1]);
    sums[2] = combine(reduction, sums[2], sums[3]);
    const vfloat run = combine(reduction, sums[0], sums[2]);
    total = combine_totals(reduction, total, combine_lanes(reduction, run));
  }
  return total;
}

/// Columns offsets[0 ..< vectors] + lane of `rows` rows that lie `stride` apart, two rows at once.
MK_INLINE void reduce_wide(
  mk_reduction reduction, const float *in, int64_t stride, int64_t rows, int vectors,
  const int64_t *offsets, double totals[MK_REDUCE_TILE]) {
  const float identity = reduction_identity(reduction);
  vdouble wide[4];
  for (int v = 0; v < vectors; v++) wide[v] = (vdouble)(double)identity;
  for (int64_t start = 0; start < rows; start += COLUMN_RUN) {
    const int64_t end = rows - start < COLUMN_RUN ? rows : start + COLUMN_RUN;
    vfloat even[4], odd[4];
    for (int v = 0; v < vectors; v++) even[v] = odd[v] = splat(identity);
    int64_t row = start;
    for (; row + 2 <= end; row += 2) {
      const float *p = in + row * stride;
      for (int v = 0; v < vectors; v++) {
        even[v] = combine(reduction, even[v], load_float(p + offsets[v]));
        odd[v] = combine(reduction, odd[v], load_float(p + stride + offsets[v]));
      }
    }
    for (int v = 0; v < vectors; v++) {
      if (row < end) {
        even[v] = combine(reduction, even[v], load_float(in + row * stride + offsets[v]));
      }
      wide[v] = combine_wide(reduction, wide[v], combine(reduction, even[v], odd[v]));
    }
  }
  memcpy(totals, wide, (size_t)vectors * sizeof *wide);
}

/// Rows of fewer than 16 columns, read as one stream whose vectors repeat with a period.
MK_INLINE void reduce_narrow(
  mk_reduction reduction, const float *in, int32_t columns, int64_t rows, double *totals) {
  const float identity = reduction_identity(reduction);
  const int32_t repeats = (7 + columns) / columns, vectors = repeats * columns;
  const int64_t period = (int64_t)vectors * MK_LANES, count = rows * columns;
  for (int32_t i = 0; i < columns; i++) totals[i] = identity;
  int64_t start = 0;
  while (start + period <= count) {
    vfloat sums[MK_LANES];
    for (int32_t v = 0; v < vectors; v++) sums[v] = splat(identity);
    for (int32_t run = 0; run < COLUMN_RUN && start + period <= count; run++) {
      for (int32_t v = 0; v < vectors; v++) {
        sums[v] = combine(reduction, sums[v], load_float(in + start + v * MK_LANES));
      }
      start += period;
    }
    float lanes[MK_LANES * MK_LANES];
    for (int32_t v = 0; v < vectors; v++) store_float(lanes + v * MK_LANES, sums[v]);
    for (int32_t i = 0; i < period; i += columns) {
      for (int32_t j = 0; j < columns; j++) {
        totals[j] = combine_totals(reduction, totals[j], lanes[i + j]);
      }
    }
  }
  for (; start < count; start += columns) {
    for (int32_t j = 0; j < columns; j++) {
      totals[j] = combine_totals(reduction, totals[j], in[start + j]);
    }
  }
}

/// The totals of columns first ..< end (at most 64) of an inner axis of 16 or more.
MK_INLINE void reduce_tile(
  mk_reduction reduction, const float *in, int64_t stride, int64_t rows, int64_t first,
  int64_t end, double *totals) {
  const int64_t width = end - first;
  const int vectors = (int)((width + MK_LANES - 1) / MK_LANES);
  int64_t offsets[4] = {0};
  for (int v = 0; v < vectors; v++) offsets[v] = first + v * MK_LANES;
  // The last vector reads again what its neighbour reads rather than past the row's end.
  const int64_t again = offsets[vectors - 1] + MK_LANES - end;
  offsets[vectors - 1] -= again;
  switch (vectors) {
    case 1: reduce_wide(reduction, in, stride, rows, 1, offsets, totals); break;
    case 2: reduce_wide(reduction, in, stride, rows, 2, offsets, totals); break;
    case 3: reduce_wide(reduction, in, stride, rows, 3, offsets, totals); break;
    default: reduce_wide(reduction, in, stride, rows, 4, offsets, totals); break;
  }
  if (again > 0) {
    double *last = totals + (vectors - 1) * MK_LANES;
    memmove(last, last + again, (size_t)(MK_LANES - again) * sizeof *last);
  }
}

MK_INLINE void reduce_units_of(
  mk_reduction reduction, const mk_reduce_plan *plan, int64_t first_unit, int64_t end_unit) {
  const int64_t inner = plan->inner;
  if (inner == 1 && plan->segments == 1) {
    for (int64_t row = first_unit; row < end_unit; row++) {
      const float *in = plan->in + row * plan->reduced;
      plan->out[row] = (float)reduce_row(reduction, in, plan->reduced);
    }
    return;
  }
  for (int64_t unit = first_unit; unit < end_unit; unit++) {
    const int64_t segment = unit % plan->segments, place = unit / plan->segments;
    const int64_t tile = place % plan->tiles, outer = place / plan->tiles;
    const int64_t row = segment * plan->segment_rows;
    int64_t rows = plan->reduced - row;
    if (rows > plan->segment_rows) rows = plan->segment_rows;
    const float *in = plan->in + (outer * plan->reduced + row) * inner;
    const int64_t column = tile * MK_REDUCE_TILE;
    const int64_t end = inner - column < MK_REDUCE_TILE ? inner : column + MK_REDUCE_TILE;
    double totals[MK_REDUCE_TILE];
    if (inner == 1) {
      totals[0] = reduce_row(reduction, in, rows);
    } else if (inner < MK_LANES) {
      reduce_narrow(reduction, in, (int32_t)inner, rows, totals);
    } else {
      reduce_tile(reduction, in, inner, rows, column, end, totals);
    }
    for (int64_t i = column; i < end; i++) {
      if (plan->partials) {
        plan->partials[unit * MK_REDUCE_TILE + i - column] = totals[i - column];
      } else {
        plan->out[outer * inner + i] = (float)totals[i - column];
      }
    }
  }
}

static void reduce_units(const mk_reduce_plan *plan, int64_t first_unit, int64_t end_unit) {
  switch (plan->reduction) {
    case MK_REDUCE_SUM: reduce_units_of(MK_REDUCE_SUM, plan, first_unit, end_unit); break;
    case MK_REDUCE_MAXIMUM: reduce_units_of(MK_REDUCE_MAXIMUM, plan, first_unit, end_unit); break;
    case MK_REDUCE_MINIMUM: reduce_units_of(MK_REDUCE_MINIMUM, plan, first_unit, end_unit); break;
  }
}
