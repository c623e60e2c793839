// libelf can read and write sections that zstd compressed, which no BPF object has. Without zstd the loader is 700 KiB smaller:
// a user who cares for size builds libelf that way, so the peer gets it too.

#include <stddef.h>

void *ZSTD_createCCtx(void) { return NULL; }
size_t ZSTD_freeCCtx(void *context) { (void)context; return 0; }
size_t ZSTD_compressStream2(void *context, void *to, void *from, int end) { (void)context, (void)to, (void)from, (void)end; return (size_t)-1; }
size_t ZSTD_decompress(void *to, size_t room, const void *from, size_t size) { (void)to, (void)room, (void)from, (void)size; return (size_t)-1; }
unsigned ZSTD_isError(size_t code) { return code > (size_t)-1000; }
