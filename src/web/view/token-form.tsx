import type { JSX } from "preact";
import { setToken } from "../live/api.ts";
import type { TokenWish } from "../live/token-wish.ts";

type Properties = { readonly wish: TokenWish; readonly onToken: () => void };

/** Asks for what stands in the file of `--http-token-file`; it lies above the page. */
export function TokenForm({ wish, onToken }: Properties): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const token = new FormData(event.currentTarget).get("token");
    if (typeof token !== "string" || token === "") return;
    setToken(token.trim());
    wish.fulfil();
    onToken();
  };
  const isWrong = wish.lack === "wrong";
  return (
    <form class="token" onSubmit={submit}>
      <label>
        {isWrong ? "That is not the token of this interface" : "This interface wants its token"}
        <input type="password" name="token" autocomplete="off" required aria-invalid={isWrong} />
      </label>
      <button type="submit">Use it</button>
    </form>
  );
}
