// A part of a panel of weights, on its way from plain weights or to them.
#ifndef MK_CONVOLUTION_PANELS_H
#define MK_CONVOLUTION_PANELS_H

#include "ConvolutionPlan.h"

/// Some channels of the source by the channels of a panel.
typedef struct {
  const mk_convolution_plan *plan;
  mk_weight_order order;
  float *panel;
  // The plain weights of the first channels: the ones to read, or NULL, or the ones to write.
  const float *packs;
  float *unpacks;
  int64_t sources, channels;
  // From one channel, channel of the source or tap to the next in the panel.
  int64_t channel_step, source_step, tap_step;
} weight_block;

/// Copies 16 channels from `channel` on in tiles of 16 x 16; 0 if the block's shape bars that.
int mk_copy_weight_tiles(const weight_block *block, int64_t channel);

#endif
