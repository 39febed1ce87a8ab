import { mount } from 'svelte';
import Payments from './Payments.svelte';

mount(Payments, { target: document.getElementById('app') });
