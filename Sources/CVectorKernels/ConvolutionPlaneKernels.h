// Convolutions into plain images of fewer channels than a block holds: 16 neighbours of a row at
// once, from padded planes of the source, so that no lane is spent on a channel that is missing.

/// Copies the rows of a source's channel that a band of rows meets, with zeros where they lie
/// outside: `count` rows from `first` on, `width` numbers from place `column` on.
MK_INLINE void fill_plane(
  const float *plane, int64_t height, int64_t source_width, int64_t first, int64_t count,
  int64_t column, int64_t width, float *room) {
  const int64_t from = limited(-column, 0, width);
  const int64_t to = limited(source_width - column, from, width);
  for (int64_t i = first; i < first + count; i++, room += width) {
    if (i < 0 || i >= height) {
      clear_run(room, width, 1);
      continue;
    }
    clear_run(room, from, 1);
    const float *row = plane + i * source_width + column;
    for (int64_t j = from; j < to; j++) room[j] = row[j];
    clear_run(room + to, width - to, 1);
  }
}

/// The same of 16 or fewer channels that lie in a block, `plane` numbers apart in the room.
static __attribute__((noinline)) void fill_planes_of_block(
  const mk_plane_plan *it, const float *block, int64_t first, int64_t count, int64_t plane,
  float *room) {
  const int64_t width = it->source_width, column = it->lowest_column;
  const int64_t from = limited(-column, 0, it->room_width);
  const int64_t to = limited(width - column, from, it->room_width);
  for (int64_t i = 0; i < it->room_height; i++, room += it->room_width) {
    for (int64_t j = 0; j < count; j++) clear_run(room + j * plane, it->room_width, 1);
    const int64_t row = first + i;
    if (row < 0 || row >= it->source_height) continue;
    transpose(
      (uint32_t *)(room + from), plane,
      (const uint32_t *)(block + (row * width + from + column) * MK_LANES), MK_LANES, to - from,
      count);
  }
}

/// Fills the room with what the band of an image's rows that starts at `top` meets, channel by
/// channel.
static __attribute__((noinline)) void fill_planes(
  const mk_plane_plan *it, int64_t image, int64_t top, float *room) {
  const int64_t area = it->source_height * it->source_width, first = top + it->lowest_row;
  const int64_t plane = it->room_height * it->room_width, channels = it->source_channels;
  if (channels < MK_LANES) {
    for (int64_t channel = 0; channel < channels; channel++, room += plane) {
      fill_plane(
        it->source + (image * channels + channel) * area, it->source_height, it->source_width,
        first, it->room_height, it->lowest_column, it->room_width, room);
    }
    return;
  }
  const int64_t blocks = (channels + MK_LANES - 1) / MK_LANES;
  for (int64_t block = 0; block < blocks; block++) {
    fill_planes_of_block(
      it, it->source + (image * blocks + block) * area * MK_LANES, first,
      limited(channels - block * MK_LANES, 0, MK_LANES), plane, room + block * MK_LANES * plane);
  }
}

/// The sums of 16 neighbours in each of MK_PLANE_ROWS rows for a group of channels.
static __attribute__((noinline)) void convolve_plane_tile(
  const mk_plane_plan *it, const float *place, const float *weights, const float *bias,
  float results[MK_PLANE_CHANNELS][MK_PLANE_ROWS][MK_LANES]) {
#define EACH_SUM                                            \
  UNROLLED for (int i = 0; i < MK_PLANE_CHANNELS; i++)      \
  UNROLLED for (int k = 0; k < MK_PLANE_ROWS; k++)
  vfloat sums[MK_PLANE_CHANNELS][MK_PLANE_ROWS];
  EACH_SUM sums[i][k] = splat(bias[i]);
  for (int64_t channel = 0; channel < it->source_channels; channel++) {
    const float *row = place;
    for (int64_t r = 0; r < it->kernel_height; r++) {
      for (int64_t s = 0; s < it->kernel_width; s++, weights += MK_PLANE_CHANNELS) {
        vfloat x[MK_PLANE_ROWS];
        UNROLLED for (int k = 0; k < MK_PLANE_ROWS; k++) {
          x[k] = load_float(row + k * it->room_width + s * it->dilation_width);
        }
        EACH_SUM sums[i][k] += x[k] * splat(weights[i]);
      }
      row += it->dilation_height * it->room_width;
    }
    place += it->room_height * it->room_width;
  }
  EACH_SUM store_float(results[i][k], sums[i][k]);
#undef EACH_SUM
}

/// Computes some bands of rows.
static void convolve_planes(const mk_plane_plan *it, int64_t first, int64_t end) {
  const int64_t area = it->height * it->width;
  const int64_t group =
    it->source_channels * it->kernel_height * it->kernel_width * MK_PLANE_CHANNELS;
  const int64_t groups = (it->channels + MK_PLANE_CHANNELS - 1) / MK_PLANE_CHANNELS;
  _Alignas(64) float room[MK_PLANE_ROOM];
  _Alignas(64) float results[MK_PLANE_CHANNELS][MK_PLANE_ROWS][MK_LANES];
  for (int64_t band = first; band < end; band++) {
    const int64_t image = band / it->bands, top = band % it->bands * it->band_rows;
    const int64_t rows = limited(it->height - top, 0, it->band_rows);
    fill_planes(it, image, top, room);
    for (int64_t unit = 0; unit < groups; unit++) {
      const int64_t channel = unit * MK_PLANE_CHANNELS;
      const int64_t channels = limited(it->channels - channel, 0, MK_PLANE_CHANNELS);
      float *plane = it->destination + (image * it->channels + channel) * area + top * it->width;
      for (int64_t row = 0; row < rows; row += MK_PLANE_ROWS) {
        for (int64_t x = 0; x < it->width; x += MK_LANES) {
          convolve_plane_tile(
            it, room + row * it->room_width + x, it->weights + unit * group,
            it->weights + groups * group + channel, results);
          const int64_t count = limited(it->width - x, 0, MK_LANES);
          for (int64_t i = 0; i < channels; i++) {
            for (int64_t k = 0; k < MK_PLANE_ROWS && row + k < rows; k++) {
              store_some(
                plane + i * area + (row + k) * it->width + x, 1, count, load_float(results[i][k]));
            }
          }
        }
      }
    }
  }
}

/// Adds the products of a band of rows of the source, from the places of some taps on, with those
/// of a group of gradients to the vectors of MK_PLANE_ROWS taps, or starts them.
static __attribute__((noinline)) void sum_plane_tile(
  const mk_plane_plan *it, const float *const places[MK_PLANE_ROWS], const float *gradients,
  int64_t rows, int32_t adds, int64_t taps, float *sums_of_taps) {
#define EACH_SUM                                            \
  UNROLLED for (int k = 0; k < MK_PLANE_ROWS; k++)          \
  UNROLLED for (int i = 0; i < MK_PLANE_CHANNELS; i++)
  vfloat sums[MK_PLANE_ROWS][MK_PLANE_CHANNELS];
  EACH_SUM sums[k][i] = splat(0.0f);
  const int64_t plane = it->band_rows * it->padded_width, last = it->padded_width - MK_LANES;
  // Infinities times the zeros beyond the end of a row are not zero.
  const vint alive = lane_numbers() < (int32_t)(it->width - last);
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t x = 0; x <= last; x += MK_LANES) {
      vfloat source[MK_PLANE_ROWS];
      UNROLLED for (int k = 0; k < MK_PLANE_ROWS; k++) {
        source[k] = load_float(places[k] + row * it->room_width + x);
        if (x == last) source[k] = as_float(as_int(source[k]) & alive);
      }
      UNROLLED for (int i = 0; i < MK_PLANE_CHANNELS; i++) {
        const vfloat y = load_float(gradients + i * plane + row * it->padded_width + x);
        UNROLLED for (int k = 0; k < MK_PLANE_ROWS; k++) sums[k][i] += source[k] * y;
      }
    }
  }
  EACH_SUM {
    if (k >= taps) break;
    float *out = sums_of_taps + (k * MK_PLANE_CHANNELS + i) * MK_LANES;
    store_float(out, adds ? load_float(out) + sums[k][i] : sums[k][i]);
  }
#undef EACH_SUM
}

/// The sums over some images: [group of channels][channel of the source][tap][channel][16].
static void plane_sums(const mk_plane_plan *it, int64_t first, int64_t end, float *sums) {
  const int64_t area = it->height * it->width, taps = it->kernel_height * it->kernel_width;
  const int64_t lines = it->source_channels * taps, plane = it->band_rows * it->padded_width;
  _Alignas(64) float room[MK_PLANE_ROOM];
  float *gradients = room + it->source_channels * it->room_height * it->room_width;
  for (int64_t unit = first * it->bands; unit < end * it->bands; unit++) {
    const int64_t image = unit / it->bands, top = unit % it->bands * it->band_rows;
    const int64_t rows = limited(it->height - top, 0, it->band_rows);
    fill_planes(it, image, top, room);
    float *group = sums;
    for (int64_t channel = 0; channel < it->channels; channel += MK_PLANE_CHANNELS) {
      for (int64_t i = 0; i < MK_PLANE_CHANNELS; i++) {
        // Rows of zeros beyond the last channel.
        const int is_real = channel + i < it->channels;
        fill_plane(
          it->gradient + (image * it->channels + (is_real ? channel + i : 0)) * area,
          is_real ? it->height : 0, it->width, top, rows, 0, it->padded_width,
          gradients + i * plane);
      }
      for (int64_t line = 0; line < lines; line += MK_PLANE_ROWS) {
        const float *places[MK_PLANE_ROWS];
        for (int64_t k = 0; k < MK_PLANE_ROWS; k++) {
          const int64_t at = line + k < lines ? line + k : line, tap = at % taps;
          places[k] = room
                      + (at / taps * it->room_height
                         + tap / it->kernel_width * it->dilation_height) * it->room_width
                      + tap % it->kernel_width * it->dilation_width;
        }
        sum_plane_tile(
          it, places, gradients, rows, unit > first * it->bands, lines - line, group);
        group += limited(lines - line, 0, MK_PLANE_ROWS) * MK_PLANE_CHANNELS * MK_LANES;
      }
    }
  }
}
