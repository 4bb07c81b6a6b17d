type Listener = ((...values: unknown[]) => unknown) & {
  /** The function that was passed to `once`. */
  listener?: Listener;
};

/**
 * Replaces the package `events`, from which livekit-client's classes inherit: the methods of Node's `EventEmitter` that
 * the client and the app call. Unlike Node's it has no special event `error`, and it does not warn of many listeners.
 */
export class EventEmitter {
  /** A list is replaced when it changes, so that `emit` calls those who listened when it began. */
  readonly #listeners = new Map<string, readonly Listener[]>();

  on(event: string, listener: Listener): this {
    this.emit('newListener', event, listener.listener ?? listener);
    return this.#set(event, [...this.listeners(event), listener]);
  }

  prependListener(event: string, listener: Listener): this {
    this.emit('newListener', event, listener.listener ?? listener);
    return this.#set(event, [listener, ...this.listeners(event)]);
  }

  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  once(event: string, listener: Listener): this {
    let isCalled = false;
    const callOnce: Listener = (...values) => {
      if (isCalled) return;
      isCalled = true;
      this.off(event, callOnce);
      listener.apply(this, values);
    };
    callOnce.listener = listener;
    return this.on(event, callOnce);
  }

  off(event: string, listener: Listener): this {
    const list = this.listeners(event);
    // Without `findLastIndex`, which browsers of 2021 lack.
    const last = list.map((one) => one === listener || one.listener === listener).lastIndexOf(true);
    return this.#set(
      event,
      list.filter((_one, index) => index !== last),
    );
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: string): this {
    if (event === undefined) this.#listeners.clear();
    else this.#listeners.delete(event);
    return this;
  }

  emit(event: string, ...values: unknown[]): boolean {
    const list = this.listeners(event);
    for (const listener of list) listener.apply(this, values);
    return list.length > 0;
  }

  listeners(event: string): readonly Listener[] {
    return this.#listeners.get(event) ?? [];
  }

  listenerCount(event: string): number {
    return this.listeners(event).length;
  }

  setMaxListeners(): this {
    return this;
  }

  #set(event: string, list: readonly Listener[]): this {
    this.#listeners.set(event, list);
    return this;
  }
}
