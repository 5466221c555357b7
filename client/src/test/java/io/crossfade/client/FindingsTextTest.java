package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.FindingsText;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTextTest {
  private static final LedgerCount COUNT = new LedgerCount("orders", 7, 1, 90_000, 400, 2);
  private static final LedgerEntry ENTRY =
      new LedgerEntry("orders", "a=b:#!\\ \n€", Side.TARGET, true, 9, 1_000, "it is\nrefused");
  private static final MismatchGroup GROUP =
      new MismatchGroup("total", "scale of numbers", 3, 1_000, 2_000, "4711", "1.50", "1.5");
  private static final PinnedSession PINNED = new PinnedSession("of \"app\"", "LISTEN, cursor c");

  @Test
  void whatIsWrittenIsRead() {
    RouterFindings all =
        new RouterFindings(List.of(COUNT), List.of(ENTRY), List.of(GROUP), List.of(PINNED));
    assertThat(FindingsText.parse(FindingsText.write(all))).isEqualTo(all);
    assertThat(FindingsText.parse(FindingsText.write(RouterFindings.NONE)))
        .isEqualTo(RouterFindings.NONE);
  }

  @Test
  void entriesGroupsAndTextsAreCutAndNumbersNever() {
    MismatchGroup large =
        new MismatchGroup("e", "c".repeat(5_000), 3, 1, 2, "k", "p".repeat(50_000), "c");
    RouterFindings all =
        new RouterFindings(
            Collections.nCopies(300, COUNT),
            Collections.nCopies(10_000, ENTRY),
            Collections.nCopies(10_000, large),
            Collections.nCopies(10_000, PINNED));
    String text = FindingsText.write(all);
    assertThat(text).hasSizeLessThan(300_000);
    RouterFindings read = FindingsText.parse(text);
    assertThat(read.ledger()).hasSize(300).containsOnly(COUNT);
    assertThat(read.entries()).hasSize(FindingsText.MOST).containsOnly(ENTRY);
    assertThat(read.mismatches()).hasSize(FindingsText.MOST);
    assertThat(read.pinned()).hasSize(FindingsText.MOST).containsOnly(PINNED);
    assertThat(read.mismatches().get(0).primary()).hasSize(300).endsWith("p…");
  }

  @Test
  void whatAYoungerRouterSaysBesideIsLeftAlone() {
    String text = FindingsText.write(new RouterFindings(List.of(COUNT), List.of(), List.of()));
    assertThat(FindingsText.parse(text + "\nledger.0.mood=good\nmore.0.store=x").ledger())
        .containsExactly(COUNT);
  }

  @Test
  void whatSaysNothingOfTheKindIsRefused() {
    assertThatThrownBy(() -> FindingsText.parse("ledger.0.store=orders"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ledger.0.pending is missing");
    assertThatThrownBy(() -> FindingsText.parse("ledger.0.store=o\nledger.0.pending=many"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FindingsText.parse("entry.0.store=\\u00zz"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
