package io.crossfade.transfer.compare;

import io.crossfade.connector.Reader;
import io.crossfade.connector.SharedFormats;
import io.crossfade.model.Direction;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Workplace;

/** How the rows of both sides are digested, so that equal ones have equal digests. */
enum DigestWay {
  /** The databases make the same digests. */
  IN_DATABASE,
  /** Here, of rows that both sides give in one typed format. */
  BY_FRAME,
  /** Here, of canonical texts. */
  BY_TEXT;

  static DigestWay of(Workplace workplace, Direction direction, TableMapping mapping) {
    Reader here = workplace.database(direction.from()).reader();
    Reader there = workplace.database(direction.to()).reader();
    if (mapping.isPassThrough()
        && !mapping.isConverted()
        && here.digestFormat().equals(there.digestFormat())) {
      return IN_DATABASE;
    }
    return isTyped(here, View.mapped(mapping)) && isTyped(there, View.written(mapping))
        ? BY_FRAME
        : BY_TEXT;
  }

  private static boolean isTyped(Reader reader, View view) {
    return view.isReady() && reader.frameFormats(view.reading()).contains(SharedFormats.TYPED);
  }
}
