package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lockstep.definition.Definition;
import dev.lockstep.layout.Layout;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever becomes of a case and of the arrays beside it, it is read or refused with one sentence, and the memory that takes has a
 * limit: nothing is allocated because a number in the file is large.
 */
class MutatedInputTest {
    /** Of one input of some kilobytes: parsing takes at most 3 MB, a million labels more than 40. */
    private static final long MOST_BYTES = 8L << 20;

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][-+.0-9eE]*|true|false|null|[\\[\\]{}:,]");
    private static final List<String> WORDS = List.of(
            "0",
            "1",
            "2",
            "3",
            "8",
            "-1",
            "1000000",
            "8000001",
            "2147483647",
            "99999999999",
            "1e308",
            "1e999",
            "0.5",
            "\"0x1p-3\"",
            "\"npz\"",
            "\"layout\"",
            "\"axes\"",
            "\"names\"",
            "\"arrays\"",
            "\"values\"",
            "\"shape\"",
            "\"name\"",
            "\"keras/\"",
            "\"input\"",
            "\"pytorch\"",
            "\"onnx\"",
            "\"case.npz\"",
            "\"../case.npz\"",
            "\"features time batch\"",
            "\"l0\"",
            "\"\"",
            "null",
            "true",
            "[]",
            "{}",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":");

    @TempDir
    private Path folder;

    private final List<String> cases = new ArrayList<>();
    private final List<byte[]> archives = new ArrayList<>();

    @Test
    void twoThousandInputs() throws IOException {
        mutate(2_000, 20260705);
    }

    @Test
    @Tag("slow")
    void aHundredThousandInputs() throws IOException {
        mutate(100_000, 20260706);
    }

    private void mutate(int inputs, long seed) throws IOException {
        seeds();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(seed);
        Path file = folder.resolve("x.case.json");
        Path beside = folder.resolve("case.npz");
        int refused = 0;
        long most = 0;
        long longest = 0;
        for (int i = -cases.size(); i < inputs; i++) {
            // The first are as they are, which takes the classes' own memory out of the first mutant's.
            String text = i < 0 ? cases.get(-1 - i) : cases.get(random.nextInt(cases.size()));
            byte[] archive = archives.get(random.nextInt(archives.size()));
            boolean arrays = i >= 0 && text.contains("case.npz") && random.nextBoolean();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (i >= 0 && !arrays) {
                bytes = random.nextInt(3) == 0 ? bytes(bytes, random) : tokens(text, random);
            }
            Files.write(file, bytes);
            Files.write(beside, arrays ? bytes(archive, random) : archives.get(0));
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            try {
                CaseReader.read(file);
            } catch (InvalidInput refusal) {
                refused++;
                assertThat(refusal.getMessage())
                        .as("seed %d, input %d", seed, i)
                        .startsWith(file + ": ")
                        .doesNotContain("\n", "\r")
                        .hasSizeLessThan(3_000);
            }
            long bytesTaken = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(i < 0 || bytesTaken < MOST_BYTES)
                    .as("seed %d, input %d took %d bytes", seed, i, bytesTaken)
                    .isTrue();
            most = i < 0 ? 0 : Math.max(most, bytesTaken);
            longest = i < 0 ? 0 : Math.max(longest, System.nanoTime() - start);
        }
        System.out.printf(
                "%,d mutated inputs: %,d refused, at most %,d bytes and %d ms for one%n",
                inputs, refused, most, longest / 1_000_000);
        assertThat(refused).isBetween(inputs / 2, inputs - 1);
    }

    /** Cases of every kind, weights in every layout, and arrays beside the case. */
    private void seeds() throws IOException {
        for (String name : List.of("case.npz", "plain.npz", "compressed.npz", "versions.npz")) {
            archives.add(NpzFileTest.resource(name));
        }
        for (Case scenario : Cases.all()) {
            cases.add(CaseWriter.line(scenario));
            cases.add(CaseWriter.text(
                    new CaseFile(scenario, Optional.of(Definition.STANDARD.observe(scenario)), Optional.empty())));
        }
        for (int i = 0; i < 8; i++) {
            cases.add(LayoutInCasesTest.CASE);
            cases.add(LayoutInCasesTest.TORCH);
        }
        Case forward = Cases.forward(NetworkSpec.of(LstmSpec.plain("encoder", 2, 2)));
        for (Layout layout : Layout.values()) {
            LayerSpec layer = forward.network().layers().get(0);
            Map<String, Tensor> arrays = layout.write(NetworkSpec.of(layer), Weights.random(NetworkSpec.of(layer), 3));
            cases.add(LayoutInCasesTest.withWeights(CaseWriter.text(CaseFile.of(forward)), layout, arrays));
        }
    }

    /** Tokens exchanged, doubled, left out and put in: mostly JSON still, but another case. */
    private static byte[] tokens(String text, Random random) {
        List<String> tokens = new ArrayList<>(
                TOKEN.matcher(text).results().map(MatchResult::group).toList());
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(5)) {
                case 0 -> tokens.set(at, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 3 -> tokens.remove(at);
                default -> number(tokens, at, random);
            }
        }
        return String.join(" ", tokens).getBytes(StandardCharsets.UTF_8);
    }

    /** The next number becomes another. */
    private static void number(List<String> tokens, int from, Random random) {
        for (int at = from; at < tokens.size(); at++) {
            if (Character.isDigit(tokens.get(at).charAt(0))) {
                tokens.set(at, random.nextBoolean() ? WORDS.get(random.nextInt(13)) : "" + random.nextInt(12));
                return;
            }
        }
    }

    private static byte[] bytes(byte[] whole, Random random) {
        byte[] copy = whole.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(6)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 2 -> copy[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> Arrays.fill(copy, at, Math.min(copy.length, at + 4), (byte) 0xff);
                case 4 -> {
                    int length = Math.min(random.nextInt(30), copy.length - at);
                    System.arraycopy(copy, at, copy, random.nextInt(copy.length - length + 1), length);
                }
                default -> copy = random.nextInt(5) == 0 ? Arrays.copyOf(copy, at + 1) : copy;
            }
        }
        return copy;
    }
}
