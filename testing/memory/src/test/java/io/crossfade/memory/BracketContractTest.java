package io.crossfade.memory;

/** With snapshots of which only a place before and one after are known. */
class BracketContractTest extends MemoryContractTest {
  BracketContractTest() {
    super(true);
  }
}
