package io.millrace.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A program that says what it is told, and ends when it is told so or when nobody is there to tell it anything. */
final class Echo {

    private Echo() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("hello " + String.join(",", arguments) + " " + System.getProperty("mood"));
        System.err.println("no complaints");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("end ")) {
                System.out.println("bye");
                System.exit(Integer.parseInt(line.substring(4)));
            }
            System.out.println("heard " + line);
        }
    }
}
