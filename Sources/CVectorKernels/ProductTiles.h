// Products of tiles of registers, of floats or of pairs of bf16 numbers in their places.

enum { PIXEL_PANEL = MK_PIXEL_VECTORS * MK_LANES };

/// sums + x * y or, for pairs, sums + the products of both halves. `in_pairs` is a constant wherever
/// this is inlined, below as well.
MK_INLINE vfloat accumulate(vfloat sums, vfloat x, vfloat y, const int in_pairs) {
  if (!in_pairs) return sums + x * y;
#if MK_HAS_BF16_UNITS
  return (vfloat)_mm512_dpbf16_ps((__m512)sums, (__m512bh)x, (__m512bh)y);
#else
  const int32_t upper = (int32_t)0xffff0000;
  sums += as_float(as_int(x) << 16) * as_float(as_int(y) << 16);
  return sums + as_float(as_int(x) & upper) * as_float(as_int(y) & upper);
#endif
}

/// MK_PIXELS rows of `lines` numbers, a multiple of 4, by a panel: products[row][channel]. The order
/// of additions is that of the lines, whatever row it is.
MK_INLINE void multiply_panel(
  const float *tiles, int64_t row, int64_t lines, const float *panel, float *products,
  int64_t product_row, const int in_pairs) {
  vfloat sums[MK_PIXELS][MK_PIXEL_VECTORS];
  int64_t offsets[MK_PIXELS];
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    offsets[i] = i * row;
    // Hidden from the compiler, which would step one pointer from row to row: a long chain.
    __asm__("" : "+r"(offsets[i]));
    UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) sums[i][j] = splat(0.0f);
  }
  for (int64_t k = 0; k < lines; k += 4) {
    UNROLLED for (int part = 0; part < 4; part++) {
      vfloat y[MK_PIXEL_VECTORS];
      UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) y[j] = load_float(panel + j * MK_LANES);
      UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
        const vfloat x = splat(tiles[offsets[i]]);
        UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) {
          sums[i][j] = accumulate(sums[i][j], x, y[j], in_pairs);
        }
      }
      tiles++;
      panel += PIXEL_PANEL;
    }
  }
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) {
      store_float(products + i * product_row + j * MK_LANES, sums[i][j]);
    }
  }
}

/// Adds the products of `count` pixels to MK_SUM_LINES lines of a panel, `line_step` apart in each
/// pixel of the strip. `vectors` is a constant wherever this is inlined.
MK_INLINE void sum_tile(
  const float *strip, int64_t line_step, int64_t pixel_step, const float *gradients,
  int64_t gradient_step, int64_t count, int32_t adds, float *sums_out, const int vectors,
  const int in_pairs) {
  vfloat sums[MK_SUM_LINES][MK_PIXEL_VECTORS];
  UNROLLED for (int i = 0; i < MK_SUM_LINES; i++) {
    UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] = splat(0.0f);
  }
  for (int64_t pixel = 0; pixel < count; pixel++) {
    vfloat y[MK_PIXEL_VECTORS];
    UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(gradients + j * MK_LANES);
    UNROLLED for (int i = 0; i < MK_SUM_LINES; i++) {
      const vfloat x = splat(strip[i * line_step]);
      UNROLLED for (int j = 0; j < vectors; j++) {
        sums[i][j] = accumulate(sums[i][j], x, y[j], in_pairs);
      }
    }
    strip += pixel_step;
    gradients += gradient_step;
  }
  UNROLLED for (int i = 0; i < MK_SUM_LINES; i++) {
    UNROLLED for (int j = 0; j < vectors; j++) {
      float *out = sums_out + i * PIXEL_PANEL + j * MK_LANES;
      store_float(out, adds ? load_float(out) + sums[i][j] : sums[i][j]);
    }
  }
}
