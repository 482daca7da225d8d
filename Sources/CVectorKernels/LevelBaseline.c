// The kernels for whatever processor the compiler targets by default.
#define MK_LEVEL mk_level_baseline
#define MK_LEVEL_NAME "baseline"
#define MK_TILE_ROWS 3
#define MK_TILE_VECTORS 1
#define MK_PIXELS 3
#define MK_PIXEL_VECTORS 1
#define MK_PLANE_CHANNELS 3
#define MK_PLANE_ROWS 1
#define MK_REGISTER_LANES 4
#define MK_SUM_LINES 2
#define MK_HAS_MASKS 0
#include "LevelKernels.h"
