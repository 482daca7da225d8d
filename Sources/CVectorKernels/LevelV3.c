// The kernels for processors of level x86-64-v3.
#if defined(__x86_64__)
#include <stdint.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define MK_LEVEL mk_level_v3
#define MK_LEVEL_NAME "x86-64-v3"
#define MK_TILE_ROWS 6
#define MK_TILE_VECTORS 1
#define MK_PIXELS 6
#define MK_PIXEL_VECTORS 1
#define MK_PLANE_CHANNELS 6
#define MK_PLANE_ROWS 1
#define MK_REGISTER_LANES 8
#define MK_SUM_LINES 4
#define MK_HAS_MASKS 0
#include "LevelKernels.h"
#pragma clang attribute pop
#endif
