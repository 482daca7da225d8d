// The kernels for processors of level x86-64-v4.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define MK_LEVEL mk_level_v4
#define MK_LEVEL_NAME "x86-64-v4"
#define MK_TILE_ROWS 8
#define MK_TILE_VECTORS 3
#define MK_PIXELS 12
#define MK_PIXEL_VECTORS 2
#define MK_PLANE_CHANNELS 6
#define MK_PLANE_ROWS 3
#define MK_REGISTER_LANES 16
#define MK_SUM_LINES 8
#define MK_HAS_MASKS 1
#include "LevelKernels.h"
#pragma clang attribute pop
#endif
