package io.crossfade.memory;

/** With snapshots that know exactly what they have seen. */
class MemoryContractTest extends MemoryContract {
  MemoryContractTest() {
    super(false);
  }
}
