// Convolution of plain images of few channels, straight from padded rows of them: nothing is
// gathered, since the places that neighbouring pixels read are neighbours, too.

/// Copies the rows that a band of pixels of an image reads, with zeros where they lie outside.
static __attribute__((noinline)) void fill_rows(
  const mk_row_plan *it, int64_t image, int64_t first_row, float *room) {
  const mk_convolution_plan *plan = it->plan;
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t area = rows->source_size * columns->source_size;
  for (int64_t channel = 0; channel < plan->source_channels; channel++) {
    fill_plane(
      plan->source + (image * plan->source_channels + channel) * area, rows->source_size,
      columns->source_size, first_row * rows->source_step + rows->tap_first, it->height,
      columns->tap_first, it->width, room + channel * it->height * it->width);
  }
}

/// The sums of MK_PIXELS neighbours of a row for the first `vectors` vectors of channels of a panel:
/// a constant wherever this is inlined.
MK_INLINE void convolve_row_tile(
  const mk_row_plan *it, const float *place, const float *panel, const float *bias,
  const int vectors, float *results) {
  const int64_t step = it->plan->columns.source_step;
  vfloat sums[MK_PIXELS][MK_PIXEL_VECTORS];
  UNROLLED for (int j = 0; j < vectors; j++) {
    const vfloat start = bias ? load_float(bias + j * MK_LANES) : splat(0.0f);
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) sums[i][j] = start;
  }
  for (int64_t line = 0; line < it->plan->lines; line++, panel += PIXEL_PANEL) {
    const float *x = place + it->offsets[line];
    vfloat y[MK_PIXEL_VECTORS];
    UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(panel + j * MK_LANES);
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
      const vfloat value = splat(x[i * step]);
      UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] += value * y[j];
    }
  }
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    UNROLLED for (int j = 0; j < vectors; j++) {
      store_float(results + i * PIXEL_PANEL + j * MK_LANES, sums[i][j]);
    }
  }
}

#if MK_PIXEL_VECTORS > 1
static __attribute__((noinline)) void convolve_row_panel(
  const mk_row_plan *it, const float *place, const float *panel, const float *bias,
  float *results) {
  convolve_row_tile(it, place, panel, bias, MK_PIXEL_VECTORS, results);
}
#endif

static __attribute__((noinline)) void convolve_row_vector(
  const mk_row_plan *it, const float *place, const float *panel, const float *bias,
  float *results) {
  convolve_row_tile(it, place, panel, bias, 1, results);
}

/// Computes some bands of rows of all channels.
static void convolve_rows(const mk_row_plan *it, int64_t first, int64_t end) {
  const mk_convolution_plan *plan = it->plan;
  const int64_t width = plan->columns.pixels, plane = plan->rows.pixels * width;
  _Alignas(64) float room[MK_ROW_ROOM], results[MK_PIXELS * PIXEL_PANEL];
  for (int64_t band = first; band < end; band++) {
    const int64_t image = band / it->bands, top = band % it->bands * it->band_rows;
    const int64_t rows = limited(plan->rows.pixels - top, 0, it->band_rows);
    fill_rows(it, image, top, room);
    for (int64_t channel = 0; channel < plan->channels; channel += PIXEL_PANEL) {
      const float *panel = plan->panels + channel * plan->depth * MK_LANES;
      const float *bias = plan->bias ? plan->bias + channel : NULL;
      const int64_t vectors =
        limited((plan->channels - channel + MK_LANES - 1) / MK_LANES, 0, MK_PIXEL_VECTORS);
      float *out = plan->destination
                   + ((image * plan->blocks + channel / MK_LANES) * plane + top * width) * MK_LANES;
      for (int64_t row = 0; row < rows; row++) {
        const float *line = room + row * plan->rows.source_step * it->width;
        for (int64_t x = 0; x < width; x += MK_PIXELS) {
          const float *place = line + x * plan->columns.source_step;
#if MK_PIXEL_VECTORS > 1
          if (vectors > 1) {
            convolve_row_panel(it, place, panel, bias, results);
          } else {
            convolve_row_vector(it, place, panel, bias, results);
          }
#else
          convolve_row_vector(it, place, panel, bias, results);
#endif
          const int64_t count = limited(width - x, 0, MK_PIXELS);
          for (int64_t j = 0; j < vectors; j++) {
            // Infinities times the zeros of the lanes beyond the last channel are not zero.
            const vint alive =
              lane_numbers() < (int32_t)(plan->channels - channel - j * MK_LANES);
            float *pixels = out + (j * plane + row * width + x) * MK_LANES;
            for (int64_t i = 0; i < count; i++) {
              const vfloat sum = load_float(results + i * PIXEL_PANEL + j * MK_LANES);
              store_float(pixels + i * MK_LANES, as_float(as_int(sum) & alive));
            }
          }
        }
      }
    }
  }
}

/// Adds the products of a band with `rows` rows of gradients to MK_PIXELS lines of a panel, whose
/// blocks of channels lie `plane` numbers apart. `vectors` is a constant wherever this is inlined.
MK_INLINE void sum_row_lines(
  const mk_row_plan *it, const float *room, const int32_t *offsets, const float *gradients,
  int64_t plane, int64_t rows, const int vectors, vfloat sums[][MK_PIXEL_VECTORS]) {
  const int64_t width = it->plan->columns.pixels, step = it->plan->columns.source_step;
  for (int64_t row = 0; row < rows; row++) {
    const float *x = room + row * it->plan->rows.source_step * it->width;
    for (int64_t column = 0; column < width; column++, x += step, gradients += MK_LANES) {
      vfloat y[MK_PIXEL_VECTORS];
      UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(gradients + j * plane);
      UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
        const vfloat value = splat(x[offsets[i]]);
        UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] += value * y[j];
      }
    }
  }
}

/// The same for up to MK_PIXELS lines, which are added to those of the set or start them.
#define SUM_ROW_LINES(name, vectors)                                                           \
  static __attribute__((noinline)) void name(                                                  \
    const mk_row_plan *it, const float *room, int64_t line, const float *gradients,            \
    int64_t plane, int64_t rows, int32_t adds, float *set) {                                   \
    const int64_t count = limited(it->plan->lines - line, 0, MK_PIXELS);                       \
    int32_t offsets[MK_PIXELS];                                                                \
    vfloat sums[MK_PIXELS][MK_PIXEL_VECTORS];                                                  \
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) {                                             \
      offsets[i] = it->offsets[line + (i < count ? i : 0)];                                    \
      UNROLLED for (int j = 0; j < (vectors); j++) sums[i][j] = splat(0.0f);                   \
    }                                                                                          \
    sum_row_lines(it, room, offsets, gradients, plane, rows, vectors, sums);                   \
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) {                                             \
      if (i >= count) break;                                                                   \
      UNROLLED for (int j = 0; j < (vectors); j++) {                                           \
        float *out = set + (line + i) * PIXEL_PANEL + j * MK_LANES;                            \
        store_float(out, adds ? load_float(out) + sums[i][j] : sums[i][j]);                    \
      }                                                                                        \
    }                                                                                          \
  }

SUM_ROW_LINES(sum_rows_of_panel, MK_PIXEL_VECTORS)
#if MK_PIXEL_VECTORS > 1
SUM_ROW_LINES(sum_rows_of_vector, 1)
#endif
#undef SUM_ROW_LINES

/// The sums over some images for all panels, into a set of them.
static void convolution_row_sums(
  const mk_row_plan *it, int64_t first_image, int64_t end_image, float *set) {
  const mk_convolution_plan *plan = it->plan;
  const int64_t width = plan->columns.pixels, plane = plan->rows.pixels * width * MK_LANES;
  _Alignas(64) float room[MK_ROW_ROOM];
  for (int64_t image = first_image; image < end_image; image++) {
    for (int64_t band = 0; band < it->bands; band++) {
      const int64_t top = band * it->band_rows;
      const int64_t rows = limited(plan->rows.pixels - top, 0, it->band_rows);
      const int32_t adds = image > first_image || band > 0;
      fill_rows(it, image, top, room);
      for (int64_t channel = 0; channel < plan->channels; channel += PIXEL_PANEL) {
        const float *gradients = plan->destination
                                 + (image * plan->blocks + channel / MK_LANES) * plane
                                 + top * width * MK_LANES;
        float *panel = set + channel * plan->depth * MK_LANES;
        for (int64_t line = 0; line < plan->lines; line += MK_PIXELS) {
#if MK_PIXEL_VECTORS > 1
          if (plan->channels - channel <= MK_LANES) {
            sum_rows_of_vector(it, room, line, gradients, plane, rows, adds, panel);
            continue;
          }
#endif
          sum_rows_of_panel(it, room, line, gradients, plane, rows, adds, panel);
        }
      }
    }
  }
}
