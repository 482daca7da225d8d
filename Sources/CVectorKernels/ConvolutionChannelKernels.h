// Convolution into a few channels: each is a sum of products of whole blocks of a gathered strip.

// Pixels at once: few enough that what is gathered, and used but a few times, stays in the
// first-level cache.
enum { CHANNEL_STRIP = 48 };

/// Lane i is the sum of the lanes of vector i of 16.
MK_INLINE vfloat sums_of_lanes(const float *in) {
  vfloat v[MK_LANES];
  UNROLLED for (int i = 0; i < MK_LANES; i++) v[i] = load_float(in + i * MK_LANES);
  UNROLLED for (int count = MK_LANES / 2; count > 0; count /= 2) {
    UNROLLED for (int i = 0; i < count; i++) {
      const vfloat a = v[2 * i], b = v[2 * i + 1];
      v[i] = __builtin_shufflevector(
               a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
             + __builtin_shufflevector(
               a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    }
  }
  return v[0];
}

/// Adds the products of `depth` blocks to the vectors of a tile of pixels.
MK_INLINE void add_products(
  const float *strip, const float *weights, int64_t depth, int32_t adds, float *totals) {
  vfloat sums[MK_PIXELS];
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    sums[i] = adds ? load_float(totals + i * MK_LANES) : splat(0.0f);
  }
  for (int64_t block = 0; block < depth; block++) {
    const vfloat y = load_float(weights);
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) sums[i] += load_float(strip + i * MK_LANES) * y;
    strip += MK_STRIP_PITCH * MK_LANES;
    weights += MK_LANES;
  }
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) store_float(totals + i * MK_LANES, sums[i]);
}

/// Writes blocks of the few channels, whose totals are [channel][CHANNEL_STRIP][16].
static void write_channels(
  const mk_convolution_plan *plan, const float *totals, const int64_t *places, int64_t count) {
  for (int64_t pixel = 0; pixel < count; pixel += MK_LANES) {
    const int64_t left = count - pixel, some = left < MK_LANES ? left : MK_LANES;
    for (int64_t i = 0; i < some; i++) {
      store_float(plan->destination + places[pixel + i], splat(0.0f));
    }
    for (int64_t channel = 0; channel < plan->channels; channel++) {
      float sums[MK_LANES];
      const float bias = plan->bias ? plan->bias[channel] : 0.0f;
      store_float(
        sums, sums_of_lanes(totals + (channel * CHANNEL_STRIP + pixel) * MK_LANES) + splat(bias));
      for (int64_t i = 0; i < some; i++) {
        plan->destination[places[pixel + i] + channel] = sums[i];
      }
    }
  }
}

/// Computes `count` <= CHANNEL_STRIP pixels of all channels.
static void convolve_channels(const mk_convolution_plan *plan, int64_t first, int64_t count) {
  _Alignas(64) float strip[MK_DEPTH_BLOCKS * MK_STRIP_PITCH * MK_LANES];
  _Alignas(64) float totals[MK_FEW_CHANNELS * CHANNEL_STRIP * MK_LANES];
  int64_t places[CHANNEL_STRIP];
  find_places(plan, first, count, places);
  const int64_t pieces = depth_pieces(plan->depth);
  for (int64_t piece = 0; piece < pieces; piece++) {
    const int64_t block = plan->depth * piece / pieces;
    const int64_t end_block = plan->depth * (piece + 1) / pieces;
    gather_strip(plan, first, count, block, end_block, strip);
    for (int64_t channel = 0; channel < plan->channels; channel++) {
      const float *weights = plan->panels + (channel * plan->depth + block) * MK_LANES;
      float *sums = totals + channel * CHANNEL_STRIP * MK_LANES;
      for (int64_t pixel = 0; pixel < count; pixel += MK_PIXELS) {
        add_products(
          strip + pixel * MK_LANES, weights, end_block - block, piece > 0,
          sums + pixel * MK_LANES);
      }
      // The sums of lanes are taken for 16 pixels at once.
      const int64_t whole = (count + MK_PIXELS - 1) / MK_PIXELS * MK_PIXELS;
      clear_run(sums + whole * MK_LANES, (CHANNEL_STRIP - whole) % MK_LANES, MK_LANES);
    }
  }
  write_channels(plan, totals, places, count);
}

/// Computes `count` <= MK_STRIP pixels: all of few channels, or those of some panels.
static void convolve(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t first_panel,
  int64_t end_panel) {
  if (plan->by_channel) {
    for (int64_t pixel = 0; pixel < count; pixel += CHANNEL_STRIP) {
      const int64_t left = count - pixel;
      convolve_channels(plan, first + pixel, left < CHANNEL_STRIP ? left : CHANNEL_STRIP);
    }
  } else {
    convolve_panels(plan, first, count, first_panel, end_panel);
  }
}
