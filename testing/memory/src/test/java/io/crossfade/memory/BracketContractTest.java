package io.crossfade.memory;

/** With snapshots of which only a place before and one after are known. */
class BracketContractTest extends MemoryContract {
  BracketContractTest() {
    super(true);
  }
}
