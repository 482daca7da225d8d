// Plain images of few channels as blocks, and back, where a pass wants them otherwise.
#include "ConvolutionPlan.h"

int64_t mk_blocked_count(int64_t batch, int64_t channels, int64_t pixels) {
  return batch * mk_blocks(channels) * pixels * MK_LANES;
}

void mk_block_channels(
  const float *plain, int64_t batch, int64_t channels, int64_t pixels, float *blocked) {
  const int64_t sizes[] = {batch, pixels, channels};
  const int64_t in[] = {channels * pixels, 1, pixels};
  const int64_t out[] = {pixels * MK_LANES, MK_LANES, 1};
  mk_fill(blocked, 0, mk_blocked_count(batch, channels, pixels));
  mk_strided_copy(blocked, plain, 3, sizes, out, in);
}

void mk_unblock_channels(
  const float *blocked, int64_t batch, int64_t channels, int64_t pixels, float *plain) {
  const int64_t sizes[] = {batch, channels, pixels};
  const int64_t in[] = {pixels * MK_LANES, 1, MK_LANES};
  const int64_t out[] = {channels * pixels, pixels, 1};
  mk_strided_copy(plain, blocked, 3, sizes, out, in);
}
