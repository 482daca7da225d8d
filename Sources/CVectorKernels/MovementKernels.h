// Transposes of four-byte elements in 16 x 16 tiles, fills, sums of rows and 16-bit copies.

/// Interleaves the lower or upper halves of two vectors.
MK_INLINE vuint interleave_low(vuint a, vuint b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

MK_INLINE vuint interleave_high(vuint a, vuint b) {
  return __builtin_shufflevector(
    a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/// Four rounds of perfect shuffles transpose a 16 x 16 tile.
MK_INLINE void transpose_tile(
  uint32_t *out, int64_t out_stride, const uint32_t *in, int64_t in_stride) {
  vuint rows[MK_LANES], next[MK_LANES];
  for (int i = 0; i < MK_LANES; i++) rows[i] = load_uint(in + i * in_stride);
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < MK_LANES / 2; i++) {
      next[2 * i] = interleave_low(rows[i], rows[i + 8]);
      next[2 * i + 1] = interleave_high(rows[i], rows[i + 8]);
    }
    for (int i = 0; i < MK_LANES; i++) rows[i] = next[i];
  }
  for (int i = 0; i < MK_LANES; i++) store_uint(out + i * out_stride, rows[i]);
}

static void transpose(
  uint32_t *out, int64_t out_stride, const uint32_t *in, int64_t in_stride, int64_t rows,
  int64_t columns) {
  const int64_t whole_rows = rows / MK_LANES * MK_LANES;
  const int64_t whole_columns = columns / MK_LANES * MK_LANES;
  // Bands of few columns: the pages of their rows in `out` stay in the translation buffer.
  const int64_t band = 4 * MK_LANES;
  for (int64_t first = 0; first < whole_columns; first += band) {
    const int64_t end = first + band < whole_columns ? first + band : whole_columns;
    for (int64_t i = 0; i < whole_rows; i += MK_LANES) {
      for (int64_t j = first; j < end; j += MK_LANES) {
        transpose_tile(out + j * out_stride + i, out_stride, in + i * in_stride + j, in_stride);
      }
    }
  }
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = i < whole_rows ? whole_columns : 0; j < columns; j++) {
      out[j * out_stride + i] = in[i * in_stride + j];
    }
  }
}

static void fill(uint32_t *out, uint32_t bits, int64_t count) {
  int64_t i = 0;
  for (; i + MK_LANES <= count; i += MK_LANES) store_uint(out + i, (vuint)bits);
  for (; i < count; i++) out[i] = bits;
}

static void add_row(float *out, const float *in, int64_t count) {
  int64_t i = 0;
  for (; i + MK_LANES <= count; i += MK_LANES) {
    store_float(out + i, load_float(out + i) + load_float(in + i));
  }
  for (; i < count; i++) out[i] += in[i];
}

static void pack_bf16(uint16_t *out, const float *in, int64_t count) {
  int64_t i = 0;
  for (; i + MK_LANES <= count; i += MK_LANES) {
    const vushort upper = __builtin_convertvector(load_uint(in + i) >> 16, vushort);
    memcpy(out + i, &upper, sizeof upper);
  }
  for (; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, in + i, sizeof bits);
    out[i] = (uint16_t)(bits >> 16);
  }
}
