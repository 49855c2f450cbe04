package dev.lockstep.adapter.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A worker in a process of its own that behaves as its first argument says; it knows a case of one output. */
public final class FakeWorker {
    private static final String GOOD =
            "{\"observations\": [{\"kind\": \"outputs\", \"layer\": \"a\", \"shape\": [1, 1, 1],"
                    + " \"values\": [%s]}]}";

    private FakeWorker() {}

    /** Probes, or answers line after line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String manner = args[0];
        if (args[args.length - 1].equals("--probe")) {
            System.out.println(
                    switch (manner) {
                        case "absent" -> "{\"unavailable\": \"has no torch\"}";
                        case "speechless" -> "{}";
                        case "babbling" -> "Hello!";
                        default -> "{\"framework\": \"Fake\", \"version\": \"7\"}";
                    });
            return;
        }
        BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int answered = 0;
        while (cases.readLine() != null) {
            answered++;
            switch (manner) {
                case "counting" -> System.out.println(GOOD.formatted(answered));
                case "repeating" -> System.out.println((GOOD + "\n" + GOOD).formatted(answered, answered));
                case "stammering" -> {
                    System.out.println(GOOD.formatted(answered));
                    System.out.flush();
                    Thread.sleep(200);
                    System.out.print("and");
                }
                case "refusing" -> System.out.println("{\"unsupported\": \"its layers are purple\"}");
                case "failing" ->
                    System.out.println(
                            "{\"failed\": \"threw: java.lang.IllegalStateException: no such op, question %d\"}"
                                    .formatted(answered));
                case "undecided" -> System.out.println("{}");
                case "garbled" -> System.out.println("Traceback (most recent call last):");
                case "not finite" -> System.out.println(GOOD.formatted("NaN"));
                case "misshapen" ->
                    System.out.println(GOOD.replace("[1, 1, 1]", "[1, 1, 2]").formatted(1));
                case "endless" -> {
                    while (!System.out.checkError()) {
                        System.out.print("x".repeat(1000));
                    }
                }
                case "slow" -> Thread.sleep(60_000);
                case "crashing" -> {
                    System.err.println("Traceback\nValueError: no such thing");
                    System.exit(3);
                }
                default -> throw new IllegalArgumentException(manner);
            }
            System.out.flush();
        }
    }
}
