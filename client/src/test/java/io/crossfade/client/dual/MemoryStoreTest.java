package io.crossfade.client.dual;

/** The store of these tests keeps what is asked of all stores. */
class MemoryStoreTest implements ItemStoreContract<String> {
  private final MemoryStore store = new MemoryStore();

  @Override
  public ItemStore<String> store() {
    return store;
  }

  @Override
  public String value(String key, String text) {
    return text;
  }
}
