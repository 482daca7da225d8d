// Every kernel of one level, and the table that exports them; included once per level.
#include "Level.h"

// Vectors wider than the baseline's registers never cross a call: all helpers are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)

#include "Vectors.h"

#include "VectorMath.h"

#include "VectorPower.h"

#include "VectorTrigonometry.h"

#include "ElementwiseInstructions.h"

#include "ReductionKernels.h"

#include "ElementwiseSums.h"

#include "ElementwiseBlocks.h"

#include "MovementKernels.h"

#include "MatmulTileKernels.h"

#include "MatmulStripKernels.h"

#include "MatmulDotKernels.h"

#include "ProductTiles.h"

#include "ConvolutionStripKernels.h"

#include "ConvolutionTileKernels.h"

#include "ConvolutionChannelKernels.h"

#include "ConvolutionThinKernels.h"

#include "ConvolutionPlaneKernels.h"

#include "ConvolutionSumKernels.h"

#include "ConvolutionRowKernels.h"

#include "ConvolutionDepthwiseKernels.h"

#include "PairKernels.h"

#include "WinogradTransforms.h"

#include "WinogradTileKernels.h"

#include "WinogradKernels.h"

#include "PoolWindowKernels.h"

#include "PoolKernels.h"

#include "RandomKernels.h"

const mk_level MK_LEVEL = {
  .name = MK_LEVEL_NAME,
  .panel_columns = MK_TILE_VECTORS * MK_LANES,
  .tile_rows = MK_TILE_ROWS,
  .strip_rows = STRIP_ROWS,
  .pixel_columns = PIXEL_PANEL,
  .tile_pixels = MK_PIXELS,
  .plane_channels = MK_PLANE_CHANNELS,
  .plane_rows = MK_PLANE_ROWS,
  .elementwise = elementwise_blocks,
  .elementwise_rows = elementwise_rows,
  .reduce = reduce_units,
  .transpose = transpose,
  .fill = fill,
  .add_row = add_row,
  .pack_bf16 = pack_bf16,
  .matmul_tiles = matmul_tiles,
  .matmul_dots = matmul_dots,
  .convolve = convolve,
  .convolve_rows = convolve_rows,
  .convolution_row_sums = convolution_row_sums,
  .convolve_thin = convolve_thin,
  .convolve_planes = convolve_planes,
  .plane_sums = plane_sums,
  .convolution_sums = convolution_sums,
  .winograd_weights = winograd_weights,
  .winograd_tiles = winograd_tiles,
  .winograd_points = winograd_points,
  .winograd_sums = winograd_sums,
  .pairs = PAIR_KERNELS,
  .convolve_depthwise = convolve_depthwise,
  .depthwise_sums = depthwise_sums,
  .pool = pool_planes,
  .random_words = random_words,
  .random_uniform = random_uniform,
  .random_normal = random_normal,
};
