// The transforms of Winograd's algorithm for tiles of 4 x 4 pixels, 16 channels at a time.
//
// A convolution of r taps that gives m pixels is a product of polynomials, which m + r - 1 points,
// the last of them infinity, determine (Lavin and Gray 2015). The points are 0, A, -A, B, -B or 0,
// A, -A, B: small numbers that are exact in binary, and so are most of their products.

#define POINT_A 0.625f
#define POINT_B 1.5f

enum { TILE = MK_WINOGRAD_PIXELS, POINTS = MK_WINOGRAD_POINTS };

#define A1 POINT_A
#define A2 (A1 * A1)
#define A3 (A2 * A1)
#define B1 POINT_B
#define B2 (B1 * B1)
#define B3 (B2 * B1)

/// The values at the points of what a tile of the source stands for, for 3 taps.
static const float to_points_3[POINTS][POINTS] = {
  {A2 * B2, 0, -(A2 + B2), 0, 1, 0}, {0, -A1 * B2, -B2, A1, 1, 0}, {0, A1 * B2, -B2, -A1, 1, 0},
  {0, -A2 * B1, -A2, B1, 1, 0}, {0, A2 * B1, -A2, -B1, 1, 0}, {0, A2 * B2, 0, -(A2 + B2), 0, 1},
};
/// Likewise of 3 taps, divided by the products of the differences of the points.
#define OVER_A(x) ((x) / (2 * A2 * (A2 - B2)))
#define OVER_B(x) ((x) / (2 * B2 * (B2 - A2)))
static const float taps_to_points_3[POINTS][3] = {
  {1 / (A2 * B2), 0, 0},
  {OVER_A(1), OVER_A(A1), OVER_A(A2)},
  {OVER_A(1), OVER_A(-A1), OVER_A(A2)},
  {OVER_B(1), OVER_B(B1), OVER_B(B2)},
  {OVER_B(1), OVER_B(-B1), OVER_B(B2)},
  {0, 0, 1},
};
/// Pixels from the products at the points.
static const float to_pixels_3[TILE][POINTS] = {
  {1, 1, 1, 1, 1, 0}, {0, A1, -A1, B1, -B1, 0}, {0, A2, A2, B2, B2, 0}, {0, A3, -A3, B3, -B3, 1},
};

/// The same for 2 taps.
static const float to_points_2[POINTS - 1][POINTS - 1] = {
  {A2 * B1, -A2, -B1, 1, 0}, {0, -A1 * B1, A1 - B1, 1, 0}, {0, A1 * B1, -(A1 + B1), 1, 0},
  {0, -A2, 0, 1, 0},         {0, A2 * B1, -A2, -B1, 1},
};
static const float taps_to_points_2[POINTS - 1][2] = {
  {1 / (A2 * B1), 0},
  {1 / (2 * A2 * (A1 - B1)), A1 / (2 * A2 * (A1 - B1))},
  {-1 / (2 * A2 * (A1 + B1)), A1 / (2 * A2 * (A1 + B1))},
  {1 / (B1 * (B2 - A2)), 1 / (B2 - A2)},
  {0, 1},
};
static const float to_pixels_2[TILE][POINTS - 1] = {
  {1, 1, 1, 1, 0}, {0, A1, -A1, B1, 0}, {0, A2, A2, B2, 0}, {0, A3, -A3, B3, 1},
};

#undef A1
#undef A2
#undef A3
#undef B1
#undef B2
#undef B3
#undef OVER_A
#undef OVER_B

/// As many channels as a register holds.
typedef float vpart __attribute__((ext_vector_type(MK_REGISTER_LANES)));

MK_INLINE vpart load_part(const float *p) {
  vpart v;
  memcpy(&v, p, sizeof v);
  return v;
}

MK_INLINE void store_part(float *p, vpart v) { memcpy(p, &v, sizeof v); }

/// A matrix of constants that a transform multiplies by, or by its transpose.
typedef struct {
  const float *numbers;
  int columns, is_transposed, outs, ins;
} transform;

MK_INLINE transform source_to_points(const int taps) {
  const int points = TILE + taps - 1;
  const float *numbers = taps == 3 ? &to_points_3[0][0] : &to_points_2[0][0];
  return (transform){numbers, points, 0, points, points};
}

MK_INLINE transform points_to_pixels(const int taps) {
  const int points = TILE + taps - 1;
  const float *numbers = taps == 3 ? &to_pixels_3[0][0] : &to_pixels_2[0][0];
  return (transform){numbers, points, 0, TILE, points};
}

MK_INLINE transform kernel_to_points(const int taps) {
  const float *numbers = taps == 3 ? &taps_to_points_3[0][0] : &taps_to_points_2[0][0];
  return (transform){numbers, taps, 0, TILE + taps - 1, taps};
}

/// The adjoint, which takes gradients the other way.
MK_INLINE transform adjoint(const transform it) {
  return (transform){it.numbers, it.columns, 1, it.ins, it.outs};
}

MK_INLINE float factor_of(const transform it, const int out, const int in) {
  return it.numbers[it.is_transposed ? in * it.columns + out : out * it.columns + in];
}

/// out[i] = sum over j of the matrix's number i, j times in[j]. The matrix is a constant wherever
/// this is inlined, so that zeros and ones cost nothing.
MK_INLINE void transform_line(const transform it, const vpart *in, vpart *out) {
  UNROLLED for (int i = 0; i < it.outs; i++) {
    vpart sum = (vpart)0.0f;
    int is_first = 1;
    UNROLLED for (int j = 0; j < it.ins; j++) {
      const float factor = factor_of(it, i, j);
      if (factor == 0.0f) continue;
      const vpart term = factor == 1.0f ? in[j] : factor * in[j];
      sum = is_first ? term : sum + term;
      is_first = 0;
    }
    out[i] = sum;
  }
}

/// Transforms the columns of a square whose lines are transformed, [ins][outs], and writes the
/// result's numbers `pitch` apart, past the caches where it streams. That is a constant wherever
/// this is inlined.
MK_INLINE void transform_columns(
  const transform it, const vpart *square, int64_t pitch, const int streams, float *out) {
  for (int column = 0; column < it.outs; column++) {
    vpart in[POINTS], results[POINTS];
    UNROLLED for (int i = 0; i < it.ins; i++) in[i] = square[i * it.outs + column];
    transform_line(it, in, results);
    UNROLLED for (int i = 0; i < it.outs; i++) {
      float *place = out + (i * it.outs + column) * pitch;
      if (streams) {
        __builtin_nontemporal_store(results[i], (vpart *)place);
      } else {
        store_part(place, results[i]);
      }
    }
  }
}
