package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatMovesTest {
  private static final String BEGUN =
      """
      migration: shop
      source: {url: "jdbc:postgresql://old:5432/shop", user: crossfade, password: {env: OLD}}
      target: {url: "jdbc:postgresql://new:5432/shop", user: crossfade}
      tables: ["public.*", "billing.*"]
      exclude: ["public.tmp_*"]
      mapping:
        public.customers:
          to: shop.clients
          columns:
            email: {to: mail}
            born: {cast: timestamptz}
            vat: {drop: true, whenMissing: null}
            initials: {drop: true, inverse: "full_name.substring(0, 1)"}
            nickname: {drop: true}
          add:
            full_name: {type: text, expression: "first_name + last_name"}
            origin: {type: text, constant: "x", nullable: false}
      copy: {workers: 2}
      """;

  /// Recorded in logs that later versions read: it may gain nothing and lose nothing.
  private static final String TEXT =
      "{'source':'jdbc:postgresql://old:5432/shop','target':'jdbc:postgresql://new:5432/shop',"
          + "'tables':['billing.*','public.*'],'exclude':['public.tmp_*'],'mapping':{'public.customers':{'add':{'full_name':{'expression':'first_name"
          + " + last_name','nullable':true,'type':'text'},"
          + "'origin':{'constant':'x','nullable':false,'type':'text'}},"
          + "'columns':{'born':{'cast':'timestamptz'},'email':{'to':'mail'},'initials':{'drop':true,'inverse':'full_name.substring(0,"
          + " 1)'},'nickname':{'drop':true},"
          + "'vat':{'drop':true,'whenMissing':null}},'to':'shop.clients'}}}";

  @Test
  void itsTextIsTheSameInEveryVersion() {
    assertThat(moves(BEGUN).text()).isEqualTo(TEXT.replace('\'', '"'));
    moves(BEGUN).requireSameAs(TEXT.replace('\'', '"'));
  }

  @Test
  void whoHasToApproveItStaysAsItWasBegun() {
    String rule = "approvals: {cutover: {count: 2, from: [bert, anna]}}\n";
    String begun = moves(BEGUN + rule).text();
    assertThat(begun)
        .endsWith(
            ",'approvals':{'cutover':{'count':2,'expires':86400000,'from':['anna','bert']}}}"
                .replace('\'', '"'));
    moves(BEGUN + rule.replace("bert, anna", "anna, bert")).requireSameAs(begun);
    assertThatThrownBy(() -> moves(BEGUN).requireSameAs(begun))
        .hasMessageContaining("approvals was");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void paceSecretsAndSpellingMayChange(String then, String now) {
    moves(changed(then, now)).requireSameAs(moves(BEGUN).text());
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        arguments(
            "copy: {workers: 2}",
            "copy: {workers: 8, rowsPerSecond: 100}\nthrottle: {sourceLatency: 9ms}"),
        arguments(
            "copy: {workers: 2}",
            "cutover: {mode: automatic, deadline: 1s}\nreads: []\nbake: 5m\nstrategy: cdc"),
        arguments(
            "copy: {workers: 2}", "calendar: {timeZone: UTC, windows: [{from: 22:00, to: 04:00}]}"),
        arguments(
            "user: crossfade, password: {env: OLD}", "user: mover, password: {file: rotated}"),
        arguments("old:5432/shop", "old:5432/shop?sslmode=require"),
        arguments("[\"public.*\", \"billing.*\"]", "[\"billing.*\", 'public.*'] # turned round"),
        arguments("email: {to: mail}", "email: { 'to': mail }\n      phone: {to: phone}"),
        arguments("type: text, constant: \"x\"", "constant: 'x', type: text"),
        arguments("full_name: {type: text,", "full_name: {type: text, nullable: true,"));
  }

  @ParameterizedTest
  @MethodSource("other")
  void whatMovesMayNot(String then, String now, String told) {
    WhatMoves changed = moves(changed(then, now));
    assertThatThrownBy(() -> changed.requireSameAs(moves(BEGUN).text()))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_CHANGED);
              assertThat(e.fields().get("changed")).isEqualTo(told);
            })
        .hasMessageContaining("migration shop was begun")
        .hasMessageContaining(told)
        .hasMessageContaining("crossfade abort");
  }

  static Stream<Arguments> other() {
    String mapping = "the mapping of public.customers is another one";
    return Stream.of(
        arguments(
            "old:5432/shop",
            "old:5432/other",
            "source was \"jdbc:postgresql://old:5432/shop\" and is"
                + " \"jdbc:postgresql://old:5432/other\" now"),
        arguments(
            "new:5432/shop",
            "newer:5432/shop",
            "target was \"jdbc:postgresql://new:5432/shop\" and is"
                + " \"jdbc:postgresql://newer:5432/shop\" now"),
        arguments(
            "[\"public.*\",",
            "[\"public.c*\",",
            "tables was [\"billing.*\",\"public.*\"] and is [\"billing.*\",\"public.c*\"] now"),
        arguments("[\"public.tmp_*\"]", "[]", "exclude was [\"public.tmp_*\"] and is [] now"),
        arguments("to: shop.clients", "to: shop.people", mapping),
        arguments("to: mail", "to: post", mapping),
        arguments("cast: timestamptz", "cast: timestamp", mapping),
        arguments("whenMissing: null", "whenMissing: 0", mapping),
        arguments(", whenMissing: null", "", mapping),
        arguments("(0, 1)", "(0, 2)", mapping),
        arguments("first_name + last_name", "last_name + first_name", mapping),
        arguments("constant: \"x\"", "constant: null", mapping),
        arguments("nullable: false", "nullable: true", mapping),
        arguments(
            "public.customers:",
            "public.clients:",
            "the mapping of public.clients is another one; " + mapping));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7f83b1657ff1fc53", "null", "[]"})
  void whatCannotBeUnderstoodIsNotTheSame(String kept) {
    assertThatThrownBy(() -> moves(BEGUN).requireSameAs(kept))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_CHANGED));
  }

  private static String changed(String then, String now) {
    assertThat(BEGUN).contains(then);
    return BEGUN.replace(then, now);
  }

  private static WhatMoves moves(String manifest) {
    return WhatMoves.of(ManifestReader.parse("shop.yaml", manifest, Path.of(".")));
  }
}
