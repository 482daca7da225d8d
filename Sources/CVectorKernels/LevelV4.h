// The registers of processors of level x86-64-v4, as the kernels use them.
#define MK_TILE_ROWS 8
#define MK_TILE_VECTORS 3
#define MK_PIXELS 12
#define MK_PIXEL_VECTORS 2
#define MK_PLANE_CHANNELS 6
#define MK_PLANE_ROWS 3
#define MK_REGISTER_LANES 16
#define MK_SUM_LINES 8
#define MK_HAS_MASKS 1
