// What the choice of a matrix multiplication's kernel hands to the code that shares the tiles.
#ifndef MK_MATMUL_H
#define MK_MATMUL_H

#include "Level.h"

typedef struct {
  const mk_level *level;
  mk_tile_plan tiles;
  mk_dot_plan dots;
  // Operands to be packed before the tiles are computed, or NULL.
  const float *a, *b;
  int32_t b_is_transposed;
  float *packed_a, *packed_b;
  // Each part packs the columns of b that it computes, or a copy of b of its own; else all are
  // packed before, and each core waits for and fetches what another has just written.
  int32_t packs_own_columns, packs_own_copy;
} mk_run_plan;

static inline int64_t rounded_up(int64_t count, int64_t unit) {
  return (count + unit - 1) / unit * unit;
}

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/// Additions that a multiplication is worth, for sharing it among threads.
static inline int64_t matmul_work(int64_t m, int64_t n, int64_t k) { return m * n * (k + 4) / 4; }

/// Prepares for reading a plain b in whole vectors: copies its last rows to `packed_b`.
void mk_copy_tail(mk_run_plan *plan);

/// Packs what is to be packed and computes every tile of c, on as many threads as that pays for.
void mk_run_tiles(mk_run_plan *plan);

#endif
