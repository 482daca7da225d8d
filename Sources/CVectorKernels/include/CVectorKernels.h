// Vectorised kernels over plain memory: element-wise programs, reductions, data movement,
// matrix multiplication and counter-based random numbers.
//
// Every element is four bytes: float, int32_t, or a mask (int32_t, 0 for false, -1 for true).
// Arrays are dense and row-major. No function allocates or takes a lock; none fails.
#ifndef CVECTORKERNELS_H
#define CVECTORKERNELS_H

#include <stdint.h>

#include "CVectorConvolutions.h"

// MARK: Threads

/// Sets how many threads the kernels of this process may use (at least 1), oneDNN's included.
void mk_set_threads(int32_t count);

/// The number of threads that kernels may use.
int32_t mk_threads(void);

/// Lets kernels use at most `limit` threads until the next call; 0 lifts the limit.
void mk_limit_threads(int32_t limit);

/// The vector level that this processor gets: "x86-64-v4", "x86-64-v3" or "baseline".
const char *mk_cpu_level(void);

typedef enum { MK_BF16_NONE, MK_BF16_SLOW, MK_BF16_FAST } mk_bf16_units;

/// How this processor multiplies bf16 numbers: not at all (below level x86-64-v4 always), with
/// units slower than those for floats, as on Intel without AMX, or with faster ones.
mk_bf16_units mk_bf16_support(void);

/// Whether Winograd's algorithm is faster with bf16 numbers than with floats on this processor.
int32_t mk_bf16_winograd_is_fast(void);

/// Makes all threads of the kernels treat denormal numbers as zero, on processors where they would
/// slow arithmetic down a hundredfold, as when the gradients of a GAN vanish. Returns what
/// mk_restore_denormals needs to undo it.
uint32_t mk_flush_denormals(void);

void mk_restore_denormals(uint32_t before);

// MARK: Element-wise programs

typedef enum {
  MK_COPY, MK_NEGATE, MK_ABS, MK_SIGN, MK_EXP, MK_LOG, MK_LOG1P, MK_TANH, MK_LOGISTIC,
  MK_SOFTPLUS, MK_RELU, MK_SQRT, MK_RSQRT, MK_SIN, MK_COS, MK_FLOOR, MK_IS_FINITE,
  MK_ADD, MK_SUBTRACT, MK_MULTIPLY, MK_DIVIDE, MK_POWER, MK_MAXIMUM, MK_MINIMUM,
  MK_EQUAL, MK_NOT_EQUAL, MK_LESS, MK_LESS_EQUAL, MK_GREATER, MK_GREATER_EQUAL,
  MK_INT_NEGATE, MK_INT_ABS, MK_INT_SIGN,
  MK_INT_ADD, MK_INT_SUBTRACT, MK_INT_MULTIPLY, MK_INT_MAXIMUM, MK_INT_MINIMUM,
  MK_INT_EQUAL, MK_INT_NOT_EQUAL, MK_INT_LESS, MK_INT_LESS_EQUAL, MK_INT_GREATER,
  MK_INT_GREATER_EQUAL,
  MK_NOT, MK_AND, MK_OR, MK_SELECT,
  MK_FLOAT_FROM_INT, MK_INT_FROM_FLOAT, MK_FLOAT_FROM_MASK, MK_INT_FROM_MASK,
  MK_MASK_FROM_FLOAT, MK_MASK_FROM_INT,
  MK_MULTIPLY_ADD,               // a b + c
  MK_MULTIPLY_SUBTRACT,          // a b - c
  MK_SUBTRACT_PRODUCT,           // c - a b
  MK_TWO_PRODUCTS,               // a b + c d
  MK_APPROACH,                   // a + (b - a) c
  MK_ROOT_MULTIPLY_ADD,          // sqrt(a) b + c
  MK_SUBTRACT_SCALED_QUOTIENT,   // d - a (b / c)
  MK_CHOOSE_GREATER,             // a > b ? c : d
  // Nothing by itself: runs the five instructions behind it at once, element by element. They are
  // MK_APPROACH m <- m, g; MK_MULTIPLY s <- g, g; MK_TWO_PRODUCTS v <- p s + q r (s being b);
  // MK_ROOT_MULTIPLY_ADD n <- v; MK_SUBTRACT_SCALED_QUOTIENT w <- m / n; n is not kept.
  MK_ADAPTIVE_STEP,
  MK_ROUND_BF16                  // the nearest bf16, ties to even, as a float
} mk_opcode;

/// One instruction: `result = opcode(a, b, c, d)`. Slots number the inputs first, then the
/// temporaries, then the outputs. Unused operands are 0. MK_SELECT reads a mask in `a`.
typedef struct {
  uint16_t opcode, result, a, b, c, d;
} mk_instruction;

/// How an input covers the rows x columns of a program.
typedef enum { MK_FULL, MK_SCALAR, MK_ROW, MK_COLUMN, MK_PRODUCT, MK_PERIODIC } mk_access;

/// An input: MK_FULL has rows*columns elements, MK_ROW one per column (the same row again and
/// again), MK_COLUMN one per row, MK_SCALAR one. MK_PRODUCT is MK_FULL and the result of the matrix
/// multiplication that the program belongs to. MK_PERIODIC has count*lanes elements, of which
/// element i takes number i / (inner * lanes) % count * lanes + i % lanes, as one number for each
/// channel of a batch of images does; lanes, inner and count, all at least 1, matter to it alone.
typedef struct {
  const void *data;
  int32_t access;
  int64_t lanes, inner, count;
} mk_input;

typedef enum { MK_SUM_ROWS, MK_SUM_ALL, MK_SUM_LANES } mk_extent;

/// Adds up the floats of a slot: MK_SUM_ROWS gives one sum for each row, MK_SUM_ALL one in all.
/// MK_SUM_LANES, for columns that are a multiple of MK_LANES, gives count*MK_LANES sums: the
/// element of column c in row r goes to number r % count * MK_LANES + c % MK_LANES.
typedef struct {
  float *out;
  uint16_t slot, extent;
  int64_t count;
} mk_sum;

/// A program run for every element of rows x columns, block by block. An output may share the
/// memory of an MK_FULL input exactly; other overlaps are not allowed. The order of additions in
/// a sum does not depend on the number of threads.
typedef struct {
  const mk_instruction *instructions;
  const mk_input *inputs;
  void *const *outputs;
  const mk_sum *sums;
  // Room for mk_program_partials numbers.
  double *partials;
  int32_t instruction_count, input_count, temporary_count, output_count, sum_count;
  int64_t rows, columns;
} mk_program;

enum { MK_LANES = 16, MK_MAX_SLOTS = 64, MK_MAX_SUMS = 8, MK_BLOCK = 512 };

/// How many numbers the sums of a program need as working memory.
int64_t mk_program_partials(const mk_program *program);

void mk_elementwise(const mk_program *program);

// MARK: Reductions: in[outer][reduced][inner] -> out[outer][inner]

typedef enum { MK_REDUCE_SUM, MK_REDUCE_MAXIMUM, MK_REDUCE_MINIMUM } mk_reduction;

/// Reduces the middle axis; an empty sum is 0, an empty maximum -infinity, an empty minimum
/// +infinity. The order of additions does not depend on the number of threads.
void mk_reduce(
  mk_reduction reduction, const float *in, float *out, int64_t outer, int64_t reduced,
  int64_t inner);

/// The index of the first maximum along the middle axis (reduced >= 1); NaN counts as greatest.
void mk_argmax(const float *in, int32_t *out, int64_t outer, int64_t reduced, int64_t inner);

// MARK: Data movement

enum { MK_MAX_RANK = 8 };

/// Copies sizes[0] x ... x sizes[rank-1] elements between strided places (strides in elements).
void mk_strided_copy(
  void *out, const void *in, int32_t rank, const int64_t *sizes, const int64_t *out_strides,
  const int64_t *in_strides);

/// Writes the same four bytes `count` times.
void mk_fill(void *out, uint32_t bits, int64_t count);

/// The upper halves of `count` floats: exact for those that MK_ROUND_BF16 has rounded.
void mk_pack_bf16(uint16_t *out, const float *in, int64_t count);

/// out[i] = table[clamp(indices[i], 0, table_rows - 1)], rows of `row_size` elements.
void mk_gather_rows(
  void *out, const void *table, const int32_t *indices, int64_t count, int64_t row_size,
  int64_t table_rows);

/// out = 0, then out[clamp(indices[i])] += updates[i] in the order of i; out has table_rows rows.
void mk_scatter_add_rows(
  float *out, const float *updates, const int32_t *indices, int64_t count, int64_t row_size,
  int64_t table_rows);

// MARK: Matrix multiplication

typedef enum { MK_ACTIVATION_NONE, MK_ACTIVATION_RELU } mk_activation;

/// c[m][n] = activation(op(a) op(b) + bias); op(a) is m x k (stored k x m when transpose_a),
/// op(b) is k x n (stored n x k when transpose_b); bias has n numbers, one for each column, or m
/// when bias_per_row.
typedef struct {
  int64_t m, n, k;
  int32_t transpose_a, transpose_b, activation, bias_per_row;
} mk_matmul;

/// Bytes of 64-byte aligned workspace that mk_matmul_run needs.
int64_t mk_matmul_workspace(const mk_matmul *shape);

/// `bias` may be NULL. A `program`, which may be NULL too, runs over c while its rows are still in
/// the cache; with one, c is only written if `keeps_product`, and is working memory otherwise.
void mk_matmul_run(
  const mk_matmul *shape, const float *a, const float *b, const float *bias, float *c,
  const mk_program *program, int32_t keeps_product, void *workspace);

// MARK: Random numbers: Philox 4x32-10 (Salmon et al. 2011)

/// The 64-bit Philox key is `seed`; the counter of a block is
///   { block, draw << 16 | attempt, step low, stream << 24 | step high (24 bits) },
/// so that no two draws of a run share a block.
typedef struct {
  uint32_t seed[2];   // low, high
  uint32_t step[2];   // low, high (24 bits used)
  uint32_t stream;    // 8 bits
  uint32_t draw;      // 16 bits
} mk_random_key;

/// The ten rounds, for known-answer tests.
void mk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/// Element i: word i%4 of block i/4, attempt 0, as (word >> 8) * 2^-24: uniform on [0, 1).
void mk_random_uniform(const mk_random_key *key, float *out, int64_t count);

/// Box-Muller. Block i/4, attempt 0; words (w0, w1) give elements 0 and 1 of the four, (w2, w3)
/// give 2 and 3: u = w_even * 2^-32 + 2^-33, v = w_odd * 2^-32, r = sqrt(-2 ln u);
/// first r cos(2 pi v), second r sin(2 pi v).
void mk_random_normal(const mk_random_key *key, float *out, int64_t count);

/// ln(X / (1 - X)) for X ~ Beta(a, b), as ln Gamma(a) - ln Gamma(b) variates, so that small a, b
/// stay exact. Gamma by Marsaglia and Tsang 2000 in double precision: for element i and gamma
/// g (0 for a, 1 for b), attempt t uses block i with attempt field g << 15 | t; s = shape < 1 ?
/// shape + 1 : shape, d = s - 1/3, c = 1/sqrt(9 d); x = sqrt(-2 ln u) cos(2 pi v) from words 0, 1
/// (as above), v3 = (1 + c x)^3, accepted if v3 > 0 and ln(u2) < x*x/2 + d - d v3 + d ln v3 with
/// u2 = w2 * 2^-32 + 2^-33. ln variate = ln(d v3), plus ln(u3)/shape when shape < 1, where
/// u3 = w3 * 2^-32 + 2^-33.
void mk_random_beta_logit(
  const mk_random_key *key, float a, float b, float *out, int64_t count);

/// Unbiased integers below `bound` >= 1 (Lemire 2019): element i, word i%4 of block i/4,
/// attempts 0, 1, ... until accepted.
void mk_random_integers(const mk_random_key *key, int32_t bound, int32_t *out, int64_t count);

/// A permutation of 0 ..< count by Fisher and Yates from the last place down: place i swaps with
/// j below i + 1 (Lemire), drawn from word 0 of block i.
void mk_random_permutation(const mk_random_key *key, int32_t *out, int64_t count);

#endif
