package io.crossfade.client.dual;

/**
 * What is mirrored as a whole: a row, a document, an aggregate.
 *
 * @param store the name under which both sides' stores were given, the same on both
 * @param key its canonical text: two texts are two items, which nobody keeps in order. For keys of
 *     several columns see {@link io.crossfade.model.Key#text()}
 */
public record Item(String store, String key) {
  @Override
  public String toString() {
    return store + " " + key;
  }
}
