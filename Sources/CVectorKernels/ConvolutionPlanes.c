// Convolutions into plain images of a few channels: their layout, packing the weights, and sharing.
#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

static int64_t group_channels(void) { return mk_current_level()->plane_channels; }

/// The products of a result.
static int64_t lines_of(const mk_plane_plan *it) {
  return it->source_channels * it->kernel_height * it->kernel_width;
}

/// Whether whole tiles of planes have fewer lanes than panels of pixels, mostly without a channel.
static int are_wide(const mk_plane_plan *it) {
  const mk_level *level = mk_current_level();
  return rounded_up(it->channels, level->plane_channels) * rounded_up(it->width, MK_LANES)
           * rounded_up(it->height, level->plane_rows)
         <= level->pixel_columns * it->width * it->height;
}

/// Fills in the room for the source: as many rows at once as it has room for, in whole tiles, at
/// most all. 0 where that is none, or where planes are no gain.
static int lay_out(mk_plane_plan *it, int64_t numbers_beside) {
  if (it->height <= 0 || it->width <= 0 || it->source_channels <= 0 || !are_wide(it)) return 0;
  const int64_t reach_height = (it->kernel_height - 1) * it->dilation_height;
  const int64_t reach_width = (it->kernel_width - 1) * it->dilation_width;
  it->padded_width = rounded_up(it->width, MK_LANES);
  it->room_width = it->padded_width + reach_width;
  const int64_t row = it->room_width * it->source_channels, tile = mk_current_level()->plane_rows;
  // The last tile may reach beyond the band.
  const int64_t beyond = tile - 1 + reach_height;
  const int64_t most = (MK_PLANE_ROOM - beyond * row) / (row + numbers_beside * it->padded_width);
  it->band_rows = most < it->height ? most / tile * tile : it->height;
  if (it->band_rows <= 0) return 0;
  it->bands = (it->height + it->band_rows - 1) / it->band_rows;
  it->room_height = it->band_rows + beyond;
  return 1;
}

static mk_plane_plan plan_of(const mk_convolution *shape) {
  return (mk_plane_plan){
    .batch = shape->batch,
    .kernel_height = shape->kernel_height, .kernel_width = shape->kernel_width,
    .dilation_height = shape->dilation_height, .dilation_width = shape->dilation_width};
}

/// The plan whose source is the image, of the forward pass or the weight gradient.
static mk_plane_plan image_plan(const mk_convolution *shape) {
  mk_plane_plan it = plan_of(shape);
  it.channels = shape->out_channels;
  it.height = shape->out_height;
  it.width = shape->out_width;
  it.source_channels = shape->in_channels;
  it.source_height = shape->in_height;
  it.source_width = shape->in_width;
  it.lowest_row = -shape->pad_top;
  it.lowest_column = -shape->pad_left;
  return it;
}

static int has_strides(const mk_convolution *shape) {
  return shape->stride_height != 1 || shape->stride_width != 1;
}

int mk_plan_planes(
  const mk_convolution *shape, mk_convolution_pass pass, mk_plane_plan *it) {
  if (shape->groups != 1 || has_strides(shape)) return 0;
  if (pass == MK_CONVOLUTION_FORWARD) {
    *it = image_plan(shape);
    // Of many channels, a few results are sums over whole blocks.
    if (!mk_is_plain(shape->in_channels) && shape->out_channels <= MK_FEW_CHANNELS) return 0;
  } else {
    *it = plan_of(shape);
    it->channels = shape->in_channels;
    it->height = shape->in_height;
    it->width = shape->in_width;
    it->source_channels = shape->out_channels;
    it->source_height = shape->out_height;
    it->source_width = shape->out_width;
    it->lowest_row = shape->pad_top - (it->kernel_height - 1) * it->dilation_height;
    it->lowest_column = shape->pad_left - (it->kernel_width - 1) * it->dilation_width;
  }
  return mk_is_plain(it->channels) && lay_out(it, 0);
}

int64_t mk_plane_weights_count(const mk_plane_plan *it) {
  return rounded_up(it->channels, group_channels()) * (lines_of(it) + 1);
}

/// [group of channels][channel of the source][tap, as it lies in the source][channel of the group],
/// zeros beyond the last channel, and behind all groups the bias of all of them.
static void pack(
  const mk_plane_plan *it, mk_convolution_pass pass, const float *weights, const float *bias,
  float *packed) {
  const int64_t columns = group_channels(), taps = it->kernel_height * it->kernel_width;
  const int is_forward = pass == MK_CONVOLUTION_FORWARD;
  const int64_t channel_stride = is_forward ? it->source_channels * taps : taps;
  const int64_t source_stride = is_forward ? taps : it->channels * taps;
  for (int64_t first = 0; first < it->channels; first += columns) {
    for (int64_t source = 0; source < it->source_channels; source++) {
      for (int64_t tap = 0; tap < taps; tap++, packed += columns) {
        // Taps further on in the kernel meet places of the gradient before.
        const float *place =
          weights + source * source_stride + (is_forward ? tap : taps - 1 - tap);
        for (int64_t i = 0; i < columns; i++) {
          const int64_t channel = first + i;
          packed[i] = channel < it->channels ? place[channel * channel_stride] : 0;
        }
      }
    }
  }
  for (int64_t i = 0; i < rounded_up(it->channels, columns); i++) {
    packed[i] = bias && i < it->channels ? bias[i] : 0;
  }
}

static int64_t work_of(const mk_plane_plan *it) {
  return matmul_work(it->batch * it->height * it->width, it->channels, lines_of(it));
}

static void bands_part(void *context, int32_t part, int32_t parts) {
  const mk_plane_plan *it = context;
  int64_t first, end;
  mk_part_range(it->batch * it->bands, part, parts, &first, &end);
  mk_current_level()->convolve_planes(it, first, end);
}

void mk_run_planes(
  mk_plane_plan *it, mk_convolution_pass pass, const float *source, const float *weights,
  const float *bias, float *destination, float *packed) {
  pack(it, pass, weights, bias, packed);
  it->source = source;
  it->weights = packed;
  it->destination = destination;
  mk_run_parts(bands_part, it, work_of(it), it->batch * it->bands);
}

// MARK: Weight gradient

enum {
  // The most sums of an image, each a vector, and how many sets of them there are at most: sums
  // must not depend on the number of threads, so neither do the sets.
  MOST_SUMS = 1024, MOST_SETS = 16
};

/// The vectors of a set of sums.
static int64_t sums_of(const mk_plane_plan *it) {
  return lines_of(it) * rounded_up(it->channels, group_channels());
}

int mk_plan_plane_sums(const mk_convolution *shape, mk_plane_plan *it) {
  if (shape->groups != 1 || has_strides(shape) || !mk_is_plain(shape->in_channels)
      || !mk_is_plain(shape->out_channels)) {
    return 0;
  }
  *it = image_plan(shape);
  it->sets = smaller(it->batch, MOST_SETS);
  return sums_of(it) <= MOST_SUMS && lay_out(it, group_channels());
}

static int64_t set_count(const mk_plane_plan *it) { return sums_of(it) * MK_LANES; }

int64_t mk_plane_sums_count(const mk_plane_plan *it) { return it->sets * set_count(it); }

static void sets_part(void *context, int32_t part, int32_t parts) {
  const mk_plane_plan *it = context;
  int64_t first, end;
  mk_part_range(it->sets, part, parts, &first, &end);
  for (int64_t set = first; set < end; set++) {
    mk_current_level()->plane_sums(
      it, it->batch * set / it->sets, it->batch * (set + 1) / it->sets,
      it->sums + set * set_count(it));
  }
}

void mk_run_plane_sums(
  mk_plane_plan *it, const float *source, const float *gradient, float *weight_gradient,
  float *sums) {
  it->source = source;
  it->gradient = gradient;
  it->sums = sums;
  mk_run_parts(sets_part, it, work_of(it), it->sets);
  const int64_t lines = lines_of(it), set = set_count(it);
  for (int64_t i = 1; i < it->sets; i++) mk_current_level()->add_row(sums, sums + i * set, set);
  for (int64_t channel = 0; channel < it->channels; channel++) {
    for (int64_t line = 0; line < lines; line++) {
      const float *lanes =
        sums + (channel / group_channels() * lines * group_channels()
                + line * group_channels() + channel % group_channels()) * MK_LANES;
      float sum = 0;
      for (int i = 0; i < MK_LANES; i++) sum += lanes[i];
      *weight_gradient++ = sum;
    }
  }
}
