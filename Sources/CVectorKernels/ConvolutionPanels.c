// Weights between their plain order and the panels that the kernels read or add up.
#include <string.h>

#include "ConvolutionPanels.h"
#include "Matmul.h"
#include "Threads.h"

int64_t mk_panels_count(const mk_convolution_plan *plan) {
  const int64_t columns = mk_current_level()->pixel_columns;
  return rounded_up(plan->channels, columns) * plan->depth * MK_LANES;
}

typedef struct {
  const mk_convolution_plan *plan;
  // One of them: where plain weights are read, or written.
  const float *packs;
  float *unpacks;
  int64_t sets, panel_columns, parts_of_panel, units;
  mk_weight_order order;
} panels_work;

/// The part of a panel that belongs to a unit of work: up to 16 channels of a blocked source, or
/// all of a plain one.
static weight_block find_block(const panels_work *work, int64_t unit) {
  const mk_convolution_plan *plan = work->plan;
  const int64_t panel = unit / work->parts_of_panel, part = unit % work->parts_of_panel;
  const int64_t taps = mk_plan_taps(plan), columns = work->panel_columns;
  const int64_t first = plan->by_lines ? 0 : part * MK_LANES;
  // By channel, the products of a channel lie together.
  const int64_t row = plan->by_channel ? 1 : columns;
  const int64_t plain =
    first * work->order.source_stride + panel * columns * work->order.channel_stride;
  return (weight_block){
    .plan = plan,
    .order = work->order,
    .panel = plan->panels + panel * plan->depth * MK_LANES * columns + part * taps * MK_LANES * row,
    .packs = work->packs ? work->packs + plain : NULL,
    .unpacks = work->unpacks ? work->unpacks + plain : NULL,
    .sources = plan->by_lines ? plan->source_channels
                              : smaller(plan->source_channels - first, MK_LANES),
    .channels = smaller(plan->channels - panel * columns, columns),
    .channel_step = plan->by_channel ? plan->depth * MK_LANES : 1,
    .source_step = plan->by_lines ? taps * row : row,
    .tap_step = plan->by_lines ? row : MK_LANES * row};
}

/// Copies the taps of a source channel and a channel, to the panel or from it.
static inline void copy_taps(
  const weight_block *block, int64_t source, int64_t channel, const int packs) {
  const mk_convolution_axis *rows = &block->plan->rows, *columns = &block->plan->columns;
  const int64_t plain =
    source * block->order.source_stride + channel * block->order.channel_stride;
  float *panel = block->panel + source * block->source_step + channel * block->channel_step;
  for (int64_t row = 0; row < rows->taps; row++) {
    const int64_t start = (rows->kernel_first + row * rows->kernel_step) * columns->kernel_size
                          + columns->kernel_first;
    for (int64_t column = 0; column < columns->taps; column++, panel += block->tap_step) {
      const int64_t place = plain + start + column * columns->kernel_step;
      if (packs) {
        *panel = block->packs[place];
      } else {
        block->unpacks[place] = *panel;
      }
    }
  }
}

static inline void copy_one_by_one(
  const weight_block *block, int64_t first_channel, int64_t end_channel, const int packs) {
  // In the plain order, of which more is out of the cache than of the panel.
  if (block->order.source_stride > block->order.channel_stride) {
    for (int64_t source = 0; source < block->sources; source++) {
      for (int64_t channel = first_channel; channel < end_channel; channel++) {
        copy_taps(block, source, channel, packs);
      }
    }
  } else {
    for (int64_t channel = first_channel; channel < end_channel; channel++) {
      for (int64_t source = 0; source < block->sources; source++) {
        copy_taps(block, source, channel, packs);
      }
    }
  }
}

static void copy_block(const weight_block *block) {
  for (int64_t channel = 0; channel < block->channels; channel += MK_LANES) {
    if (mk_copy_weight_tiles(block, channel)) continue;
    const int64_t end = smaller(channel + MK_LANES, block->channels);
    if (block->packs) {
      copy_one_by_one(block, channel, end, 1);
    } else {
      copy_one_by_one(block, channel, end, 0);
    }
  }
}

/// Zeros where the channels leave places of a part of a panel free.
static void clear_rest(const panels_work *work, const weight_block *block, int64_t count) {
  const int64_t pieces = work->plan->by_channel ? block->channels : 1;
  const int is_full = pieces > 1 || block->channels == work->panel_columns;
  if (is_full && block->sources == MK_LANES && !work->plan->by_lines) return;
  for (int64_t piece = 0; piece < pieces; piece++) {
    memset(block->panel + piece * block->channel_step, 0, (size_t)count * sizeof(float));
  }
}

static void copy_part(void *context, int32_t part, int32_t parts) {
  const panels_work *work = context;
  const mk_convolution_plan *plan = work->plan;
  const int64_t set = mk_panels_count(plan);
  const int64_t columns = plan->by_channel ? 1 : work->panel_columns;
  const int64_t blocks = plan->by_lines ? plan->depth : mk_plan_taps(plan);
  const int64_t count = blocks * MK_LANES * columns;
  int64_t first, end;
  mk_part_range(work->units, part, parts, &first, &end);
  for (int64_t unit = first; unit < end; unit++) {
    const weight_block block = find_block(work, unit);
    if (block.packs) clear_rest(work, &block, count);
    for (int64_t i = 1; i < work->sets; i++) {
      mk_current_level()->add_row(block.panel, block.panel + i * set, count);
    }
    copy_block(&block);
  }
}

static void run(
  const mk_convolution_plan *plan, const float *packs, float *unpacks, int64_t sets,
  mk_weight_order order) {
  const int64_t columns = mk_current_level()->pixel_columns;
  panels_work work = {
    .plan = plan, .packs = packs, .unpacks = unpacks, .sets = sets, .panel_columns = columns,
    .parts_of_panel = plan->by_lines ? 1 : mk_blocks(plan->source_channels),
    .order = order};
  work.units = (plan->channels + columns - 1) / columns * work.parts_of_panel;
  if (plan->depth > 0) {
    mk_run_parts(copy_part, &work, mk_panels_count(plan) * (sets + 1), work.units);
  }
}

void mk_pack_panels(
  const mk_convolution_plan *plan, const float *weights, mk_weight_order order) {
  run(plan, weights, NULL, 1, order);
}

void mk_unpack_panels(
  const mk_convolution_plan *plan, int64_t count, float *weights, mk_weight_order order) {
  run(plan, NULL, weights, count, order);
}
