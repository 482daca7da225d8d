// What all primitives share: one engine, memory without an address, reasons for failures.
#include "Support.h"

#if MIXLAB_ONEDNN

#include <cstdio>

namespace mdnn {

const dnnl::engine &cpu_engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::memory unbound(const dnnl::memory::desc &description) {
  return dnnl::memory(description, cpu_engine(), DNNL_MEMORY_NONE);
}

void report(const char *reason, char *error, int64_t capacity) {
  if (error != nullptr && capacity > 0) {
    std::snprintf(error, static_cast<size_t>(capacity), "%s", reason);
  }
}

void Call::pass(int argument, const dnnl::memory::desc &description) {
  memories[count] = unbound(description);
  arguments[count] = {argument, memories[count].get()};
  count++;
}

void Call::bind(int index, const void *data, const dnnl::stream &stream) {
  memories[index].set_data_handle(const_cast<void *>(data), stream);
}

bool Call::run(const dnnl::stream &stream) const {
  return dnnl_primitive_execute(primitive.get(), stream.get(), count, arguments) == dnnl_success;
}

}  // namespace mdnn

#endif
