// The kernels that are built once per CPU level, as a table of functions, and the choice of one.
#ifndef MK_LEVEL_H
#define MK_LEVEL_H

#include <stddef.h>

#include "CVectorKernels.h"
#include "Convolution.h"
#include "Winograd.h"

/// An element-wise program checked for aliases and brought to its simplest access modes.
typedef struct {
  const mk_program *program;
  int64_t count;
  uint8_t access[MK_MAX_SLOTS];
  // Outputs written before the last read of an input in the same memory; copied at block end.
  uint8_t staged[MK_MAX_SLOTS];
  // How many partial totals each sum over everything has.
  int64_t units;
  // Where the partial sums of each sum lie.
  double *partials[MK_MAX_SUMS];
} mk_elementwise_plan;

/// The columns of the next panel of a tile's b, where `rest` are left: four vectors are cut in two
/// and two, since tiles of a single one leave the multipliers waiting.
static inline int64_t mk_panel_width(int64_t rest, int64_t panel) {
  if (panel > 2 * MK_LANES && rest > panel && rest <= panel + MK_LANES) return 2 * MK_LANES;
  return rest < panel ? rest : panel;
}

/// Elements `first` ..< `end` of a matrix product, counted row by row.
typedef struct {
  const float *data;
  int64_t first, end;
} mk_product;

/// A reduction cut into units of one outer index, one tile of columns and one segment of rows.
typedef struct {
  mk_reduction reduction;
  const float *in;
  float *out;
  int64_t outer, reduced, inner, tiles, segments, segment_rows;
  // With several segments, totals of MK_REDUCE_TILE columns for each unit; else NULL.
  double *partials;
} mk_reduce_plan;

enum { MK_REDUCE_TILE = 64 };

/// Where the operands of a matrix multiplication lie.
typedef struct {
  int64_t m, n, k;
  const float *a, *b, *bias;
  float *c;
  // op(a)[i][p] = a[i / tile_rows * a_tile + i % tile_rows * a_row + p * a_column].
  int64_t a_tile, a_row, a_column;
  // c[i * c_row + j * c_column]; likewise bias where there is one.
  int64_t c_row, c_column, bias_row, bias_column;
  // Plain b: rows lie b_row apart and are read in whole vectors, beyond their ends but within b;
  // the last `tail_rows`, where that would leave b, are read from a padded copy in `b_tail`.
  // Packed b: the panel that starts at column j lies at b + j * k, its rows one behind the other,
  // padded to whole vectors.
  int32_t b_is_packed;
  int64_t b_row, tail_rows;
  const float *b_tail;
  int32_t activation;
  // Whether strips of a are copied next to each other on the way.
  int32_t packs_strips;
  // What runs over finished rows of c, or NULL; only then may c be left unwritten.
  const mk_elementwise_plan *program;
  int32_t keeps_product;
} mk_tile_plan;

/// A multiplication with few rows or columns, as dot products of the rows of two matrices.
typedef struct {
  // c[i * c_many + j * c_few] = activation(many row i . few row j + bias), k >= 16.
  const float *many, *few, *bias;
  float *c;
  int64_t many_count, few_count, k;
  int64_t many_stride, few_stride, c_many, c_few, bias_many, bias_few;
  int32_t activation;
} mk_dot_plan;

typedef enum {
  MK_POOL_MAXIMA, MK_POOL_MAXIMUM_GRADIENTS, MK_POOL_MAXIMUM_VALUES, MK_POOL_AVERAGES,
  MK_POOL_AVERAGE_GRADIENTS
} mk_pool_kind;

/// A pooling and the arrays that it needs: `values` are those to gather or the gradients.
typedef struct {
  const mk_pool *pool;
  mk_pool_kind kind;
  const float *in, *values;
  float *out;
  int32_t count_includes_padding;
} mk_pool_plan;

typedef struct {
  const char *name;
  // Columns of a panel of b, rows of a tile of c, and rows of a strip of tiles.
  int32_t panel_columns, tile_rows, strip_rows;
  // Channels of a panel of convolution weights, and pixels of a tile; channels and rows of a tile of
  // planes.
  int32_t pixel_columns, tile_pixels, plane_channels, plane_rows;
  void (*elementwise)(const mk_elementwise_plan *plan, int64_t first_block, int64_t end_block);
  void (*elementwise_rows)(
    const mk_elementwise_plan *plan, const mk_product *product, int64_t first_row,
    int64_t end_row);
  void (*reduce)(const mk_reduce_plan *plan, int64_t first_unit, int64_t end_unit);
  // out[column][row] = in[row][column] for a rows x columns matrix of four-byte elements.
  void (*transpose)(
    uint32_t *out, int64_t out_stride, const uint32_t *in, int64_t in_stride, int64_t rows,
    int64_t columns);
  void (*fill)(uint32_t *out, uint32_t bits, int64_t count);
  void (*add_row)(float *out, const float *in, int64_t count);
  void (*pack_bf16)(uint16_t *out, const float *in, int64_t count);
  void (*matmul_tiles)(
    const mk_tile_plan *plan, int64_t first_row, int64_t end_row, int64_t first_column,
    int64_t end_column);
  void (*matmul_dots)(const mk_dot_plan *plan, int64_t first, int64_t end);
  void (*convolve)(
    const mk_convolution_plan *plan, int64_t first_pixel, int64_t count, int64_t first_panel,
    int64_t end_panel);
  void (*convolve_rows)(const mk_row_plan *plan, int64_t first_band, int64_t end_band);
  void (*convolution_row_sums)(
    const mk_row_plan *plan, int64_t first_image, int64_t end_image, float *set);
  void (*convolve_thin)(const mk_thin_plan *plan, int64_t first_image, int64_t end_image);
  void (*convolve_planes)(const mk_plane_plan *plan, int64_t first_band, int64_t end_band);
  void (*plane_sums)(
    const mk_plane_plan *plan, int64_t first_image, int64_t end_image, float *sums);
  void (*convolution_sums)(
    const mk_convolution_plan *plan, int64_t first_pixel, int64_t end_pixel, int64_t first_block,
    int64_t end_block, float *set);
  void (*winograd_weights)(const mk_winograd_plan *plan, int64_t first_unit, int64_t end_unit);
  void (*winograd_tiles)(
    const mk_winograd_plan *plan, int64_t first_tile, int64_t count, float *room);
  void (*winograd_points)(
    const mk_winograd_plan *plan, int64_t first_tile, int64_t count, int64_t first_row,
    float *room);
  void (*winograd_sums)(
    const mk_winograd_plan *plan, const float *room, int64_t count, int32_t adds,
    int64_t first_unit, int64_t end_unit, float *panels);
  mk_pair_kernels pairs;
  void (*convolve_depthwise)(
    const mk_convolution_plan *plan, int64_t first_row, int64_t end_row);
  void (*depthwise_sums)(
    const mk_convolution_plan *plan, int64_t first_plane, int64_t end_plane);
  void (*pool)(const mk_pool_plan *plan, int64_t first_plane, int64_t end_plane);
  void (*random_words)(const mk_random_key *key, uint32_t first_block, uint32_t words[64]);
  void (*random_uniform)(const mk_random_key *key, float *out, int64_t first, int64_t end);
  void (*random_normal)(const mk_random_key *key, float *out, int64_t first, int64_t end);
} mk_level;

extern const mk_level mk_level_baseline;
#if defined(__x86_64__)
extern const mk_level mk_level_v3, mk_level_v4;

/// For mk_level_v4, by instructions that not all of its processors have.
extern const mk_pair_kernels mk_pair_units;
#endif

/// The best level that this processor runs.
const mk_level *mk_current_level(void);

/// The best kernels for pairs of bf16 numbers that this processor runs.
const mk_pair_kernels *mk_current_pairs(void);

#endif
